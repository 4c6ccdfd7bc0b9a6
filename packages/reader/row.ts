import { hash } from 'node:crypto'
import type { CatalogueView, Cell, Contract, Versioned } from '@ioc/schemas/events/contract.ts'
import { toLocalText } from '@ioc/schemas/events/instant.ts'

/** Columns every business table begins with, in the order `businessCells` gives them (design §6). */
export const HEAD_COLUMNS = [
  'topic',
  'partition',
  'offset',
  'appended_at',
  'event_source',
  'event_id',
  'subject',
  'recorded_at',
  'sequence',
  'voided',
  'content_hash',
  'extra',
] as const

/** All columns of a contract's table of versions. */
export const columnsOf = (contract: Contract): string[] => [
  ...HEAD_COLUMNS,
  ...contract.columns,
  ...contract.lookedUpColumns,
]

/** Where a record stands in the log, and when the broker appended it. */
export type LogPosition = { topic: string; partition: number; offset: number; appendedAtMs: number }

/** A subject is one thing whichever source relays it: `(issuingSystem, code)` (design §4). */
export const subjectOf = (contract: Contract, data: Versioned): string =>
  `${data.issuingSystem}/${contract.code(data)}`

/**
 * First 64 bits of SHA-256 over the event's own columns as JSON text (fixed order, defaults filled in), as decimal digits.
 * The last tie-break between versions of one instant and sequence; the same content always gives the same hash.
 */
const contentHash = (ownText: string, voided: boolean, extraText: string): string =>
  BigInt(`0x${hash('sha256', `${ownText}${voided}${extraText}`, 'hex').slice(0, 16)}`).toString()

/** The row of the contract's table of versions, in the order of `columnsOf`; instants as local text, the hash as digits. */
export const businessCells = (
  contract: Contract,
  data: Versioned,
  extra: Record<string, unknown> | null,
  envelope: { source: string; id: string },
  position: LogPosition,
  catalogues: CatalogueView,
): Cell[] => {
  const own = contract.row(data)
  const extraText = extra === null ? '' : JSON.stringify(extra)
  return [
    position.topic,
    position.partition,
    position.offset,
    toLocalText(position.appendedAtMs),
    envelope.source,
    envelope.id,
    subjectOf(contract, data),
    toLocalText(data.recordedAt),
    data.sequence,
    data.voided,
    contentHash(JSON.stringify(own).slice(1, -1), data.voided, extraText),
    extraText,
    ...own,
    ...contract.lookUp(data, catalogues),
  ]
}

/** Cells as one line of JSONCompactEachRow. */
export const lineOf = (cells: readonly Cell[]): string => `${JSON.stringify(cells)}\n`

/** The row of `businessCells` as one line of JSONCompactEachRow. */
export const businessLine = (...of: Parameters<typeof businessCells>): string => lineOf(businessCells(...of))

/** What tells one version of a subject from another (design §4), as the table of versions holds it. */
export type VersionKey = { subject: string; recordedAt: string; sequence: number; contentHash: string }

/** The version an event's data would be, with what its contract does not know beside it. */
export const versionKeyOf = (
  contract: Contract,
  data: Versioned,
  extra: Record<string, unknown> | null,
): VersionKey => ({
  subject: subjectOf(contract, data),
  recordedAt: toLocalText(data.recordedAt),
  sequence: data.sequence,
  contentHash: contentHash(
    JSON.stringify(contract.row(data)).slice(1, -1),
    data.voided,
    extra === null ? '' : JSON.stringify(extra),
  ),
})
