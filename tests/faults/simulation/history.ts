import { openCatalogues } from '@ioc/catalogues'
import type { MemoryLog } from '@ioc/kafka/memory/index.ts'
import { type LogRecord, readRecord } from '@ioc/reader'
import { contractById } from '@ioc/schemas'
import type { Sealer } from '@ioc/sealing'
import type { PlannedRecord } from './plan.ts'

export const TOPIC = 'dossier.v1'
export const DEAD_LETTERS = 'dead-letter.v1'

/** One log position as its writer knows it: the oracle's word against the pipeline's. */
export type Written = {
  partition: number
  offset: number
  verdict: 'keep' | 'skip' | 'reject' | 'control'
  /** Of a dossier: its code and its own words. */
  dossier: {
    code: string
    minute: number
    sequence: number
    fee: number
    finished: boolean
    voided: boolean
  } | null
}

const instant = (minute: number) => `2024-03-04T10:0${minute}:00+07:00`

const dossierOf = (planned: PlannedRecord) => ({
  issuingSystem: 'one-stop.lamdong.gov.vn',
  recordedAt: instant(planned.minute),
  sequence: planned.sequence,
  voided: planned.voided,
  dossierCode: `000.00.00.H36-240304-000${planned.subject}`,
  procedureCode: '9.001706',
  unitCode: 'H36.01',
  channel: 'online',
  applicantKind: 'citizen',
  status: planned.finished ? 'finished' : 'in-process',
  receivedAt: '2024-03-01T08:00:00+07:00',
  dueAt: '2024-03-11',
  finishedAt: planned.finished ? instant(0) : null,
  feeVnd: 1_000 * (1 + planned.content),
})

const headersOf = (id: string, more: Record<string, string> = {}) =>
  Object.fromEntries(
    Object.entries({
      ce_specversion: '1.0',
      ce_id: id,
      ce_source: 'simulated',
      ce_type: `vn.lamdong.ioc.${TOPIC}`,
      ...more,
    }).map(([name, value]) => [name, Buffer.from(value)]),
  )

/** What a planned record is in the log, if it is one. */
const entryOf = (planned: PlannedRecord, appendedAtMs: number) => {
  const data = dossierOf(planned)
  const id = `e-${planned.subject}-${planned.minute}-${planned.sequence}-${planned.content}`
  const key = Buffer.from(data.dossierCode)
  const entry = (value: string | null, headers = headersOf(id)) => ({
    ...{ kind: 'record' as const, appendedAtMs, key, headers },
    value: value === null ? null : Buffer.from(value),
  })
  if (planned.kind === 'probe') return entry(JSON.stringify(data), headersOf(id, { ioc_purpose: 'probe' }))
  if (planned.kind === 'dossier') return entry(JSON.stringify(data))
  switch (planned.sort) {
    case 0:
      return entry(null)
    case 1:
      return entry('{"not":')
    case 2:
      return entry(JSON.stringify(data), {})
    case 3:
      return entry(JSON.stringify({ ...data, recordedAt: '9999-01-01T00:00:00+07:00' }))
    default:
      return entry(JSON.stringify({ ...data, ChuHoSo: 'Không Ai Cả' }))
  }
}

/** Appends one planned record and says what must become of each offset it took. */
export const write = (log: MemoryLog, planned: PlannedRecord, nowMs: number): Written[] => {
  const { partition } = planned
  const offset = log.entries(TOPIC, partition).length
  if (planned.kind === 'control') {
    log.appendOdd(TOPIC, partition, { kind: 'control' })
    return [{ partition, offset, verdict: 'control', dossier: null }]
  }
  if (planned.kind === 'corrupt') {
    const offsets = 1 + planned.sort
    log.appendOdd(TOPIC, partition, { kind: 'corrupt', offsets, code: 'crc', bytes: Buffer.from('?') })
    return Array.from({ length: offsets }, (_, i) => ({
      ...{ partition, offset: offset + i, dossier: null },
      verdict: 'reject' as const,
    }))
  }
  log.broker.append(TOPIC, partition, [entryOf(planned, nowMs)])
  if (planned.kind !== 'dossier')
    return [{ partition, offset, verdict: planned.kind === 'probe' ? 'skip' : 'reject', dossier: null }]
  const { subject, minute, sequence, content, finished, voided } = planned
  const code = `000.00.00.H36-240304-000${subject}`
  const dossier = { code, minute, sequence, fee: 1_000 * (1 + content), finished, voided }
  return [{ partition, offset, verdict: 'keep', dossier }]
}

const catalogues = openCatalogues()
export const catalogueVersion = catalogues.version
/** Seals nothing: a nonce would be the one thing in a schedule that its seed does not decide. */
export const sealer: Sealer = {
  keyId: 'none',
  seal: (bytes) => bytes,
  open: (bytes) => bytes,
  opens: () => false,
}
const reading = {
  contracts: contractById,
  catalogues,
  atArrival: () => Date.parse('2024-07-01T00:00:00+07:00'),
  isSealed: sealer.opens,
}

/** The product's own reader; one position is judged once a schedule, since what it says depends on the record alone. */
export const openReader = () => {
  const known = new Map<string, ReturnType<typeof readRecord>>()
  return (record: LogRecord) => {
    const place = `${record.partition}/${record.offset}`
    const outcome = known.get(place) ?? readRecord(record, reading)
    known.set(place, outcome)
    return outcome
  }
}
