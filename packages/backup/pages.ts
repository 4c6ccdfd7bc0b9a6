import type { ClickHouse } from '@ioc/clickhouse'
import { quoted, type Table } from './tables.ts'
import { AT_OR_BELOW, markParams, type Watermark } from './watermark.ts'

type Door = Pick<ClickHouse, 'query'>

const ROWS_AT_ONCE = 25_000
/** Of the records themselves; what is held at once is a few times that. */
const BYTES_AT_ONCE = 24 * 1024 * 1024

/**
 * Rows as JSONCompactEachRow text, made by ClickHouse inside a string: numbers keep all their digits, which they would not if they
 * were read here.
 */
const select = (table: Table) =>
  `SELECT formatRowNoNewline('JSONCompactEachRow', ${quoted(table.columns)}) AS line FROM ${table.name} FINAL`

const orderOf = (table: Table) => quoted(table.sortingKey.split(',').map((column) => column.trim()))

const linesOf = async (clickhouse: Door, sql: string, params: Record<string, unknown>): Promise<string[]> =>
  (await clickhouse.query<{ line: string }>(sql, params)).map((row) => row.line)

/** The ledger up to the watermark, partition by partition; pieces are cut by rows and by bytes, for one record may have megabytes. */
export async function* ledgerPages(
  clickhouse: Door,
  table: Table,
  watermark: Watermark,
): AsyncGenerator<string[]> {
  const place =
    'topic = {topic:String} AND `partition` = {partition:Int32} AND `offset` BETWEEN {from:UInt64} AND {to:UInt64}'
  for (const { topic, partition, offset: last } of watermark) {
    let step = ROWS_AT_ONCE
    for (let from = 0; from <= last; ) {
      const to = Math.min(from + step - 1, last)
      const [size] = await clickhouse.query<{ bytes: number }>(
        `SELECT sum(value_bytes) AS bytes FROM ledger WHERE ${place}`,
        { topic, partition, from, to },
      )
      if ((size?.bytes ?? 0) > BYTES_AT_ONCE && to > from) {
        step = Math.ceil((to - from + 1) / 2)
        continue
      }
      yield linesOf(clickhouse, `${select(table)} WHERE ${place} ORDER BY \`offset\``, {
        topic,
        partition,
        from,
        to,
      })
      from = to + 1
      step = Math.min(step * 2, ROWS_AT_ONCE)
    }
  }
}

/** A table of versions up to the watermark, in the order of its key. */
export async function* versionPages(
  clickhouse: Door,
  table: Table,
  watermark: Watermark,
): AsyncGenerator<string[]> {
  let after = { subject: '', atMs: 0 }
  for (;;) {
    // `subject` alone again: the tuple's comparison does not use the index.
    const beyond =
      'subject >= {subject:String} AND (subject, recorded_at) > ({subject:String}, fromUnixTimestamp64Milli({atMs:Int64}))'
    const [border] = await clickhouse.query<{ subject: string; atMs: number }>(
      `SELECT subject, toUnixTimestamp64Milli(recorded_at) AS atMs FROM ${table.name} WHERE ${beyond}
ORDER BY subject, recorded_at LIMIT 1 OFFSET ${ROWS_AT_ONCE}`,
      after,
    )
    const within = border
      ? ' AND subject <= {lastSubject:String} AND (subject, recorded_at) <= ({lastSubject:String}, fromUnixTimestamp64Milli({lastAtMs:Int64}))'
      : ''
    yield linesOf(
      clickhouse,
      `${select(table)} WHERE ${beyond}${within} AND ${AT_OR_BELOW} ORDER BY ${orderOf(table)}`,
      { ...after, ...markParams(watermark), lastSubject: border?.subject ?? '', lastAtMs: border?.atMs ?? 0 },
    )
    if (!border) return
    after = border
  }
}

const SMALL_ROWS_AT_ONCE = 500

/** A small table whole. Rows added meanwhile only push others further back: one may come twice, under the same key, none is passed over. */
export async function* smallPages(clickhouse: Door, table: Table): AsyncGenerator<string[]> {
  for (let from = 0; ; from += SMALL_ROWS_AT_ONCE) {
    const lines = await linesOf(
      clickhouse,
      `${select(table)} ORDER BY ${orderOf(table)} LIMIT ${SMALL_ROWS_AT_ONCE} OFFSET {from:UInt64}`,
      { from },
    )
    if (lines.length > 0) yield lines
    if (lines.length < SMALL_ROWS_AT_ONCE) return
  }
}
