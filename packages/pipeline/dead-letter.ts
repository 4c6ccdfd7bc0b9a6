import type { OutgoingRecord } from '@ioc/kafka'
import type { LogRecord } from '@ioc/reader'
import { toIso } from '@ioc/schemas/events/instant.ts'
import type { Rejected } from './ledger-row.ts'

/** Sealed bytes above this are left out of the export: base64 of five megabytes would not fit the topic, and the ledger has them. */
const SEALED_CHARACTERS_MAX = 1_000_000

/** A dead letter for `dead-letter.v1`: where in the log, why, and the sealed original. An export; the ledger is the truth. */
export const deadLetter = (record: LogRecord, rejected: Rejected): OutgoingRecord => ({
  // The log position: a repeat after a crash has the same key and says the same.
  key: `${record.topic}/${record.partition}/${record.offset}`,
  headers: { 'content-type': 'application/json' },
  value: JSON.stringify({
    topic: record.topic,
    partition: record.partition,
    offset: record.offset,
    appendedAt: toIso(record.appendedAtMs),
    ...rejected.attributes,
    reasons: rejected.reasons,
    sealedWith: rejected.sealedWith,
    sealed: rejected.sealed.length <= SEALED_CHARACTERS_MAX ? rejected.sealed : null,
  }),
})
