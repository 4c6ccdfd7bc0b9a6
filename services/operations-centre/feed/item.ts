import { contractById } from '@ioc/schemas'
import type { Contract, Versioned } from '@ioc/schemas/events/contract.ts'
import { toIso } from '@ioc/schemas/events/instant.ts'

/** A record as the Kafka port gives it, as far as the feed needs it. */
export type FeedRecord = {
  topic: string
  partition: number
  offset: number
  appendedAtMs: number
  value: Buffer | null
  headers: Record<string, Buffer>
}

/** What a viewer sees of one event: contract fields that name no person, and nothing else. */
export type FeedItem = {
  topic: string
  partition: number
  offset: number
  appendedAt: string
  source: string
  /** Code of the subject in its issuing system. */
  code: string
  unitCode: string | null
  unitName: { vi: string; en: string } | null
  /** Dossiers and feedback have one. */
  status: string | null
  recordedAt: string
  voided: boolean
}

export type UnitNames = (code: string, epochMs: number) => { vi: string; en: string } | undefined

/** Kept records carry fields their contract version does not know; a screen has no use for them. */
const KNOWN_FIELDS_ONLY = 'unrecognized_keys'

/** Reads what may be shown of a record; null if it does not pass its contract, for then nothing in it can be trusted to be no person's. */
export function readItem(record: FeedRecord, unitNames: UnitNames): FeedItem | null {
  const contract = contractById.get(record.topic)
  const source = record.headers.ce_source?.toString('utf8') ?? ''
  if (!contract || !record.value || !/^[a-z][a-z0-9-]{1,62}$/.test(source)) return null
  const data = readData(contract, record.value)
  if (!data) return null
  const { unitCode, status } = data as Versioned & { unitCode?: string; status?: string }
  return {
    topic: record.topic,
    partition: record.partition,
    offset: record.offset,
    appendedAt: toIso(record.appendedAtMs),
    source,
    code: contract.code(data),
    unitCode: unitCode ?? null,
    unitName: (unitCode && unitNames(unitCode, data.recordedAt)) || null,
    status: status ?? null,
    recordedAt: toIso(data.recordedAt),
    voided: data.voided,
  }
}

function readData(contract: Contract, value: Buffer): Versioned | null {
  const json = readJson(value)
  if (json === null || typeof json !== 'object' || Array.isArray(json)) return null
  const read = contract.data.safeParse(json)
  if (read.success) return read.data
  const unknown = read.error.issues.flatMap((issue) =>
    issue.code === KNOWN_FIELDS_ONLY && issue.path.length === 0 ? issue.keys : [],
  )
  if (unknown.length === 0) return null
  const known = Object.fromEntries(Object.entries(json).filter(([name]) => !unknown.includes(name)))
  return contract.data.safeParse(known).data ?? null
}

function readJson(value: Buffer): unknown {
  try {
    return JSON.parse(value.toString('utf8'))
  } catch {
    return null // not JSON, or sealed bytes: the ledger says why, the feed only counts it
  }
}
