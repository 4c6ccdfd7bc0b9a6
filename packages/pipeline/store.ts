import type { ClickHouse } from '@ioc/clickhouse'
import { type DeadLetter, SEALED_CHARACTERS_MAX } from './dead-letter.ts'
import { nativeRows } from './native-rows.ts'
import type { OpenRows, TableBlock } from './rows.ts'

/** What stands at the end of one partition's ledger. */
export type LedgerEnd = {
  last: number
  /** The last row of a record that was read, to compare the log with; null if none is among those counted. */
  record: { offset: number; appendedAtMs: number } | null
  /** From here to `last` the offsets were counted; `offsets` of them are there. */
  checkedFrom: number
  offsets: number
}

/** What the pipeline asks of ClickHouse, and nothing more: the tables by insert, the ledger by question. */
export type Store = {
  /** How rows are gathered for it; lines of JSON if not said. */
  openRows?: OpenRows
  /** One block, whole or not at all. Whatever it throws, the block may have been written or may be written later. */
  insert(block: TableBlock, signal: AbortSignal): Promise<void>
  /** The end of a partition's ledger and its last `checkedRows` offsets counted; null if it has no row. */
  ledgerEnd(
    topic: string,
    partition: number,
    checkedRows: number,
    signal: AbortSignal,
  ): Promise<LedgerEnd | null>
  /** The first rejects of the offsets `[from, to)`, in order, as many as are good to hold at once; none means there are none. */
  rejects(
    topic: string,
    partition: number,
    from: number,
    to: number,
    signal: AbortSignal,
  ): Promise<DeadLetter[]>
}

const REJECTS_AT_ONCE = 1_000
const CHARACTERS_AT_ONCE = 8_000_000

/** The store in ClickHouse. Every method throws ClickHouseError and nothing else. */
export const openStore = (clickhouse: Pick<ClickHouse, 'insertRows' | 'query'>): Store => ({
  openRows: nativeRows,
  insert: ({ table, columns, format, bytes, rows }, signal) =>
    clickhouse.insertRows(table, columns, bytes, rows, signal, format),

  ledgerEnd: async (topic, partition, checkedRows, signal) => {
    // `count()` goes with `max()`, since max over nothing is 0 and not nothing.
    const [end] = await clickhouse.query<{ rows: number; last: number }>(
      'SELECT count() AS rows, max(`offset`) AS last FROM ledger WHERE topic = {topic:String} AND `partition` = {partition:Int32}',
      { topic, partition },
      {},
      signal,
    )
    if (!end || end.rows === 0) return null
    const checkedFrom = Math.max(0, end.last - checkedRows + 1)
    // Bounded above too: another writer may go on between the two questions.
    const [tail] = await clickhouse.query<{
      offsets: number
      records: number
      lastRead: number
      appendedAtMs: number
    }>(
      `WITH verdict != 'control' AND NOT has(reasons.code, 'corrupt-batch') AS was_read
       SELECT uniqExact(\`offset\`) AS offsets, countIf(was_read) AS records, maxIf(\`offset\`, was_read) AS lastRead,
         toUnixTimestamp64Milli(argMaxIf(appended_at, \`offset\`, was_read)) AS appendedAtMs
       FROM ledger WHERE topic = {topic:String} AND \`partition\` = {partition:Int32}
       AND \`offset\` BETWEEN {checkedFrom:UInt64} AND {last:UInt64}`,
      { topic, partition, checkedFrom, last: end.last },
      {},
      signal,
    )
    const { offsets = 0, records = 0, lastRead = 0, appendedAtMs = 0 } = tail ?? {}
    return {
      last: end.last,
      checkedFrom,
      offsets,
      record: records === 0 ? null : { offset: lastRead, appendedAtMs },
    }
  },

  rejects: async (topic, partition, from, to, signal) => {
    const place = `topic = {topic:String} AND \`partition\` = {partition:Int32} AND verdict = 'reject'
       AND \`offset\` >= {from:UInt64} AND \`offset\` < {to:UInt64}`
    const sizes = await clickhouse.query<{ offset: number; characters: number }>(
      `SELECT \`offset\`, least(length(value), ${SEALED_CHARACTERS_MAX}) AS characters FROM ledger FINAL
       WHERE ${place} ORDER BY \`offset\` LIMIT ${REJECTS_AT_ONCE}`,
      { topic, partition, from, to },
      {},
      signal,
    )
    const last = lastOfPage(sizes)
    if (last === null) return []
    return clickhouse.query<DeadLetter>(
      `SELECT topic, \`partition\`, \`offset\`, toUnixTimestamp64Milli(appended_at) AS appendedAtMs,
         event_source AS source, event_id AS id, event_type AS type, reasons, sealed_with AS sealedWith,
         if(length(value) <= ${SEALED_CHARACTERS_MAX}, value, '') AS sealed, replay_of AS replayOf
       FROM ledger FINAL WHERE ${place} ORDER BY \`offset\``,
      { topic, partition, from, to: last + 1 },
      { output_format_json_named_tuples_as_objects: 1 },
      signal,
    )
  },
})

/** How far one page goes: at least one reject, and not more characters than are good to hold. */
const lastOfPage = (sizes: readonly { offset: number; characters: number }[]): number | null => {
  let characters = 0
  let last: number | null = null
  for (const size of sizes) {
    characters += size.characters
    if (last !== null && characters > CHARACTERS_AT_ONCE) break
    last = size.offset
  }
  return last
}
