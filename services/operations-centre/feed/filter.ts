import type { FeedRecord } from './item.ts'

/** Which events a viewer wants; a part that is not named does not matter. */
export type FeedFilter = {
  /** The source that sent it. */
  source?: string | undefined
  /** The kind of event: a contract, which is a topic. */
  contract?: string | undefined
  /** Codes of a unit and all below it, as they ever were. */
  units?: ReadonlySet<string> | undefined
}

export const EVERYTHING: FeedFilter = {}

export const isEverything = ({ source, contract, units }: FeedFilter): boolean =>
  source === undefined && contract === undefined && units === undefined

/** One name for filters that let the same through. */
export const filterKey = ({ source, contract, units }: FeedFilter): string =>
  JSON.stringify([source ?? null, contract ?? null, units ? [...units].sort() : null])

/** A record as filters look at it; what costs to read is read at most once, however many look. */
export type Looked = {
  record: FeedRecord
  source(): string
  /** Null: none is told. Undefined: the bytes are no JSON. */
  unit(): string | null | undefined
}

export function lookAt(record: FeedRecord): Looked {
  let source: string | undefined
  let unit: string | null | undefined
  let isRead = false
  return {
    record,
    source: () => {
      source ??= record.headers.ce_source?.toString('utf8') ?? ''
      return source
    },
    unit: () => {
      if (!isRead) unit = unitIn(record.value)
      isRead = true
      return unit
    },
  }
}

/** Does it pass? `unreadable`: its unit is asked for, and the bytes cannot tell it. */
export function passes(filter: FeedFilter, looked: Looked): boolean | 'unreadable' {
  if (filter.contract !== undefined && looked.record.topic !== filter.contract) return false
  if (filter.source !== undefined && looked.source() !== filter.source) return false
  if (!filter.units) return true
  const unit = looked.unit()
  return unit === undefined ? 'unreadable' : unit !== null && filter.units.has(unit)
}

function unitIn(value: Buffer | null): string | null | undefined {
  if (!value) return undefined
  try {
    const { unitCode } = (JSON.parse(value.toString('utf8')) ?? {}) as { unitCode?: unknown }
    return typeof unitCode === 'string' ? unitCode : null
  } catch {
    return undefined // sealed, or never JSON: the ledger says why
  }
}
