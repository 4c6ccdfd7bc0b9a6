import { keep, type Outcome, reject } from '@ioc/schemas'
import type { CatalogueView, Cell, Contract } from '@ioc/schemas/events/contract.ts'
import { TYPE_PREFIX } from '@ioc/schemas/events/contract.ts'
import { asNewest } from '@ioc/schemas/events/versions.ts'
import { type Judging, judgeData, judgeRead } from './data.ts'
import { namesFieldTwice } from './duplicate-keys.ts'
import { type Envelope, readEnvelope } from './envelope.ts'
import { fewReasons } from './few-reasons.ts'
import { readJson } from './json.ts'
import { businessCells, type LogPosition, subjectOf } from './row.ts'
import { readSealedReject, SEALED_HEADER } from './sealed.ts'
import { sureReaderOf } from './sure.ts'

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
  /** Of its business row, in the order of `columnsOf`. */
  cells: readonly Cell[]
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
  const judging = {
    catalogues: reading.catalogues,
    arrivedAtMs: reading.atArrival(record.appendedAtMs),
    mode: 'lenient',
  } as const
  // Letters beyond ASCII come out wrong here, and are then nothing a sure reader accepts.
  const ascii = record.value?.toString('latin1') ?? ''
  const sure = sureReaderOf(contract)?.(ascii)
  const judged = sure
    ? withText(ascii, judgeRead(contract, sure, null, judging))
    : readTheLongWay(record.value, contract, judging)
  if (judged.kind !== 'keep') return judged
  const { text, extra } = judged.value
  const { contract: writtenBy, data } = asNewest(contract, judged.value.data, reading.contracts)
  return keep({
    contract,
    writtenBy,
    envelope: envelope.value,
    subject: subjectOf(writtenBy, data),
    text,
    cells: businessCells(writtenBy, data, extra, envelope.value, record, reading.catalogues),
  })
}

type Judged = ReturnType<typeof judgeData>

const withText = (text: string, judged: Judged) =>
  judged.kind === 'keep' ? keep({ ...judged.value, text }) : judged

/** Through JSON and the contract's shape: the way that knows every fault by name. */
const readTheLongWay = (value: Buffer | null, contract: Contract, judging: Judging) => {
  const json = readJson(value)
  if (json.kind !== 'keep') return json
  if (namesFieldTwice(json.value.text, json.value.json))
    return reject({
      path: 'data',
      code: 'duplicate-key',
      message:
        'names a field twice; only the last would count, and the ledger would keep the other in the open',
    })
  return withText(json.value.text, judgeData(contract, json.value.json, judging))
}
