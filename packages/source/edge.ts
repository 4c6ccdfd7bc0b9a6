import type { OutgoingRecord } from '@ioc/kafka'
import {
  fewReasons,
  isShownId,
  judgeData,
  REASONS_HEADER,
  readJson,
  SEALED_HEADER,
  subjectOf,
} from '@ioc/reader'
import type { CatalogueView, Contract, Outcome, Reason } from '@ioc/schemas'
import { typeOf } from '@ioc/schemas/events/contract.ts'
import { toIso } from '@ioc/schemas/events/instant.ts'
import type { Sealer } from '@ioc/sealing'
import { sealOriginal } from '@ioc/sealing/original.ts'

/** What the edge needs to judge an event. */
export type Edge = {
  contract: Contract
  catalogues: CatalogueView
  sealer: Sealer
  businessNow(): number
}

/** An event before it is judged: its attributes, and its data as an object or as the bytes that came. */
export type Incoming = {
  source: string
  id: string | null
  /** CloudEvents type as the sender gave it; null: the sender is one of our own sources. */
  type: string | null
  timeMs: number | null
  data: Record<string, unknown> | Buffer
  /** Faults the transport found already (no id, unreadable time). */
  faults?: readonly Reason[]
}

export type Judged = { record: OutgoingRecord; reasons: readonly Reason[] | null }

const readIncoming = (incoming: Incoming): Outcome<Record<string, unknown>> => {
  if (!Buffer.isBuffer(incoming.data)) return { kind: 'keep', value: incoming.data }
  const read = readJson(incoming.data)
  return read.kind === 'keep' ? { kind: 'keep', value: read.value.json } : read
}

/** ISO text of an instant that may be absent, for a header. */
const timeHeader = (timeMs: number | null): Record<string, string> =>
  timeMs === null ? {} : { ce_time: toIso(timeMs) }

const attributeHeaders = (incoming: Incoming, type: string) => ({
  ce_specversion: '1.0',
  ce_id: incoming.id ?? '',
  ce_source: incoming.source,
  ce_type: type,
  ...timeHeader(incoming.timeMs),
})

/** The original of a refused event, sealed, with its reasons in the open: it goes on the contract's own topic (decision 0006). */
const sealedRecord = (incoming: Incoming, reasons: readonly Reason[], edge: Edge): OutgoingRecord => {
  const type = typeOf(edge.contract)
  const headers = attributeHeaders(incoming, incoming.type ?? type)
  const value = Buffer.isBuffer(incoming.data)
    ? incoming.data
    : Buffer.from(JSON.stringify(incoming.data) ?? 'null')
  const sealed = sealOriginal(edge.sealer, {
    key: null,
    headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
    value,
  })
  return {
    key: null,
    value: sealed,
    headers: {
      ce_specversion: '1.0',
      ce_source: incoming.source,
      ce_type: type,
      ...(incoming.id !== null && isShownId(incoming.id) ? { ce_id: incoming.id } : {}),
      [SEALED_HEADER]: edge.sealer.keyId,
      [REASONS_HEADER]: JSON.stringify(reasons),
    },
  }
}

/** Judges an event strictly and makes the Kafka record of it: CloudEvents binary mode, key = subject; or, refused, its sealed original. */
export const judgeAtEdge = (incoming: Incoming, edge: Edge): Judged => {
  const refuse = (all: readonly Reason[]): Judged => {
    const reasons = fewReasons(all)
    return { record: sealedRecord(incoming, reasons, edge), reasons }
  }
  if (incoming.faults && incoming.faults.length > 0) return refuse(incoming.faults)
  const type = typeOf(edge.contract)
  if (incoming.type !== null && incoming.type !== type)
    return refuse([
      { path: 'type', code: 'unknown-type', message: `is not the type this producer takes: ${type}` },
    ])
  const read = readIncoming(incoming)
  if (read.kind !== 'keep') return refuse(read.kind === 'reject' ? read.reasons : [])
  const judged = judgeData(edge.contract, read.value, {
    catalogues: edge.catalogues,
    arrivedAtMs: edge.businessNow(),
    mode: 'strict',
  })
  if (judged.kind !== 'keep') return refuse(judged.kind === 'reject' ? judged.reasons : [])
  return {
    record: {
      key: subjectOf(edge.contract, judged.value.data),
      value: JSON.stringify(read.value),
      headers: { ...attributeHeaders(incoming, type), 'content-type': 'application/json' },
    },
    reasons: null,
  }
}
