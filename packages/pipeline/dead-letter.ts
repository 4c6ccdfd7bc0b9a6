import type { OutgoingRecord } from '@ioc/kafka'
import type { Reason } from '@ioc/schemas'
import { toIso } from '@ioc/schemas/events/instant.ts'

/** Sealed text above this many characters is left out of the export: base64 of five megabytes would not fit the topic, and the ledger has it. */
export const SEALED_CHARACTERS_MAX = 1_000_000

/** A rejected log position as it is exported, whether just read from the log or, after a crash, from the ledger. */
export type DeadLetter = {
  topic: string
  partition: number
  offset: number
  appendedAtMs: number
  /** Attributes that are plain codes; empty for all others. */
  source: string
  id: string
  type: string
  reasons: Reason[]
  sealedWith: string
  /** Base64; empty where nothing was left to seal. */
  sealed: string
  /** The log position this record replays, or empty. */
  replayOf: string
}

/** A dead letter for `dead-letter.v1`: where in the log, why, and the sealed original. An export; the ledger is the truth. */
export const deadLetter = (letter: DeadLetter): OutgoingRecord => ({
  // The log position: a repeat after a crash has the same key and says the same.
  key: `${letter.topic}/${letter.partition}/${letter.offset}`,
  headers: { 'content-type': 'application/json' },
  value: JSON.stringify({
    topic: letter.topic,
    partition: letter.partition,
    offset: letter.offset,
    appendedAt: toIso(letter.appendedAtMs),
    source: letter.source,
    id: letter.id,
    type: letter.type,
    reasons: letter.reasons,
    replayOf: letter.replayOf === '' ? null : letter.replayOf,
    sealedWith: letter.sealedWith,
    sealed: letter.sealed !== '' && letter.sealed.length <= SEALED_CHARACTERS_MAX ? letter.sealed : null,
  }),
})
