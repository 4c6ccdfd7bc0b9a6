import type { InForce } from '@ioc/catalogues'
import type { ClickHouse } from '@ioc/clickhouse'
import { type KeptEvent, type LogRecord, lineOf, readRecord } from '@ioc/reader'
import { contractById } from '@ioc/schemas'
import { toIso } from '@ioc/schemas/events/instant.ts'

/** What names a version's row, all as text: its numbers may exceed 2^53. */
export type RowKey = { subject: string; recordedAt: string; sequence: string; contentHash: string }

/** A kept record of the ledger read again: the row its stored text gives. Null where this software would not keep it. */
export type ReadAgain = { offset: number; sameCatalogues: boolean; line: string; key: RowKey } | null

type Row = {
  topic: string
  partition: number
  offset: number
  appendedAtMs: number
  source: string
  id: string
  type: string
  timeMs: number | null
  value: string
  catalogueVersion: string
}

/**
 * Reads kept records again from the text the ledger holds. Not to judge: the verdict is stored and stays; only to know what the
 * business row of that verdict was.
 */
export const readAgain = async (
  clickhouse: Pick<ClickHouse, 'query'>,
  catalogues: InForce,
  place: { topic: string; partition: number },
  offsets: readonly number[],
): Promise<ReadAgain[]> => {
  const rows = await clickhouse.query<Row>(
    `SELECT topic, \`partition\`, \`offset\`, toUnixTimestamp64Milli(appended_at) AS appendedAtMs, event_source AS source,
  event_id AS id, event_type AS type, toUnixTimestamp64Milli(event_time) AS timeMs, value, catalogue_version AS catalogueVersion
FROM ledger FINAL WHERE topic = {topic:String} AND \`partition\` = {partition:Int32} AND \`offset\` IN {offsets:Array(UInt64)}
AND verdict = 'keep' ORDER BY \`offset\``,
    { ...place, offsets },
  )
  return rows.map((row) => {
    const judgedBy = catalogues.byVersion(row.catalogueVersion)
    const read = readRecord(recordOf(row), {
      contracts: contractById,
      // Looked-up columns come from the catalogues it was judged by; where those are gone, only its own columns are right.
      catalogues: judgedBy ?? catalogues.current(),
      // The arrival was judged when it arrived.
      atArrival: () => Number.MAX_SAFE_INTEGER,
      isSealed: () => false,
    })
    return read.kind === 'keep'
      ? {
          offset: row.offset,
          sameCatalogues: judgedBy !== null,
          line: lineOf(read.value.cells),
          key: keyOf(read.value),
        }
      : null
  })
}

const recordOf = (row: Row): LogRecord => ({
  topic: row.topic,
  partition: row.partition,
  offset: row.offset,
  appendedAtMs: row.appendedAtMs,
  key: null,
  value: Buffer.from(row.value),
  headers: Object.fromEntries(
    Object.entries({
      ce_specversion: '1.0',
      ce_source: row.source,
      ce_id: row.id,
      ce_type: row.type,
      ...(row.timeMs !== null && { ce_time: toIso(row.timeMs) }),
    }).map(([name, text]) => [name, Buffer.from(text)]),
  ),
})

const keyOf = ({ cells }: KeptEvent): RowKey => ({
  subject: String(cells[6]),
  recordedAt: String(cells[7]),
  sequence: String(cells[8]),
  contentHash: String(cells[10]),
})
