import type { ClickHouse } from '@ioc/clickhouse'

/** A place in the log and the last offset the ledger holds there. Fixed first: whatever lies above is in flight, and no fault. */
export type LedgerEnd = { topic: string; partition: number; end: number }

/** The ends of all partitions the ledger knows, in order. */
export const ledgerEnds = (clickhouse: Pick<ClickHouse, 'query'>): Promise<LedgerEnd[]> =>
  clickhouse.query<LedgerEnd>(
    'SELECT topic, `partition`, max(`offset`) AS end FROM ledger GROUP BY topic, `partition` ORDER BY topic, `partition`',
  )

/** A run of offsets of one partition, both ends inside. */
export type Range = { topic: string; partition: number; from: number; to: number }

/** What one query looks at; bounds its memory whatever the ledger's size. */
const OFFSETS_AT_ONCE = 500_000

/** The partition from its first offset to the ledger's end, in pieces. */
export function* rangesOf({ topic, partition, end }: LedgerEnd): Generator<Range> {
  for (let from = 0; from <= end; from += OFFSETS_AT_ONCE)
    yield { topic, partition, from, to: Math.min(from + OFFSETS_AT_ONCE - 1, end) }
}

/** SQL: whether a row lies at or below the ledger's end of its partition; parameters in `endParams`. */
export const AT_OR_BELOW_END =
  "toInt64(`offset`) <= transform(concat(topic, '/', toString(`partition`)), {places:Array(String)}, {ends:Array(Int64)}, toInt64(-1))"

/** @param topics those whose events lie in the table */
export const endParams = (ends: readonly LedgerEnd[], topics: readonly string[]) => {
  const mine = ends.filter((end) => topics.includes(end.topic))
  return { places: mine.map((m) => `${m.topic}/${m.partition}`), ends: mine.map((m) => m.end) }
}
