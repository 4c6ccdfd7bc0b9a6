import { keep, type Outcome, reject } from '@ioc/schemas'
import type { CatalogueView, Contract } from '@ioc/schemas/events/contract.ts'
import { TYPE_PREFIX } from '@ioc/schemas/events/contract.ts'
import { asNewest } from '@ioc/schemas/events/versions.ts'
import { judgeData } from './data.ts'
import { namesFieldTwice } from './duplicate-keys.ts'
import { type Envelope, readEnvelope } from './envelope.ts'
import { fewReasons } from './few-reasons.ts'
import { readJson } from './json.ts'
import { businessLine, type LogPosition, subjectOf } from './row.ts'
import { readSealedReject, SEALED_HEADER } from './sealed.ts'

/** A record as the Kafka port gives it. */
export type LogRecord = LogPosition & {
  key: Buffer | null
  value: Buffer | null
  headers: Record<string, Buffer>
}

/** A kept event: everything its ledger row and its business row need. */
export type KeptEvent = {
  /** The contract it came under. */
  contract: Contract
  /** The newest version of that, which writes the business row. */
  writtenBy: Contract
  envelope: Envelope
  subject: string
  text: string
  line: string
}

export type Reading = {
  contracts: ReadonlyMap<string, Contract>
  catalogues: CatalogueView
  /** Business instant at which a record appended at this system instant arrived (both epoch ms). */
  atArrival(systemMs: number): number
  /** True if these bytes were sealed with our key. */
  isSealed(bytes: Buffer): boolean
}

/** Reads one record of the log leniently, as the aggregator does. The outcome is a value whatever the bytes are. */
export const readRecord = (record: LogRecord, reading: Reading): Outcome<KeptEvent> => {
  const outcome = readAll(record, reading)
  return outcome.kind === 'reject' ? { kind: 'reject', reasons: fewReasons(outcome.reasons) } : outcome
}

const readAll = (record: LogRecord, reading: Reading): Outcome<KeptEvent> => {
  if (record.headers[SEALED_HEADER]) return readSealedReject(record, reading.isSealed)
  const envelope = readEnvelope(record.headers)
  if (envelope.kind !== 'keep') return envelope
  if (record.headers.ioc_purpose?.toString() === 'probe') return { kind: 'skip', reason: 'probe' }
  const contract = reading.contracts.get(record.topic)
  if (!contract || envelope.value.type !== `${TYPE_PREFIX}${contract.id}`)
    return reject({
      path: 'headers.ce_type',
      code: 'unknown-type',
      message: `is not the type this topic carries (${TYPE_PREFIX}${record.topic}); another version needs its own topic`,
    })
  const json = readJson(record.value)
  if (json.kind !== 'keep') return json
  if (namesFieldTwice(json.value.text, json.value.json))
    return reject({
      path: 'data',
      code: 'duplicate-key',
      message:
        'names a field twice; only the last would count, and the ledger would keep the other in the open',
    })
  const judged = judgeData(contract, json.value.json, {
    catalogues: reading.catalogues,
    arrivedAtMs: reading.atArrival(record.appendedAtMs),
    mode: 'lenient',
  })
  if (judged.kind !== 'keep') return judged
  const { extra } = judged.value
  const { contract: writtenBy, data } = asNewest(contract, judged.value.data, reading.contracts)
  return keep({
    contract,
    writtenBy,
    envelope: envelope.value,
    subject: subjectOf(writtenBy, data),
    text: json.value.text,
    line: businessLine(writtenBy, data, extra, envelope.value, record, reading.catalogues),
  })
}
