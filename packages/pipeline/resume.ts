import type { ClickHouse } from '@ioc/clickhouse'
import type { StartAt } from '@ioc/kafka'

/** How far back the ledger's end is checked for a gap; more than any block that can have been in flight. */
const CHECKED_ROWS = 500_000

/** The ledger has a hole: something wrote past offsets that are not there. Never mended by guessing. */
export class LedgerHasGap extends Error {
  constructor(topic: string, partition: number, from: number, to: number) {
    super(
      `the ledger of ${topic}/${partition} lacks offsets between ${from} and ${to}; it is never guessed what was there: stop the aggregator and follow docs/runbook.md, "The ledger has a gap"`,
    )
    this.name = 'LedgerHasGap'
  }
}

/**
 * The first offset of a partition the ledger does not have (design §4), and the row at its end for the log to be compared with.
 * `count()` goes with `max()`, since max over nothing is 0 and not nothing.
 */
export const firstMissingOffset = async (
  clickhouse: ClickHouse,
  topic: string,
  partition: number,
): Promise<StartAt> => {
  const [end] = await clickhouse.query<{ rows: number; last: number }>(
    'SELECT count() AS rows, max(`offset`) AS last FROM ledger WHERE topic = {topic:String} AND `partition` = {partition:Int32}',
    { topic, partition },
  )
  if (!end || end.rows === 0) return { next: 0 }
  const from = Math.max(0, end.last - CHECKED_ROWS + 1)
  const [tail] = await clickhouse.query<{ offsets: number; appendedAtMs: number }>(
    `SELECT uniqExact(\`offset\`) AS offsets, toUnixTimestamp64Milli(argMax(appended_at, \`offset\`)) AS appendedAtMs
     FROM ledger WHERE topic = {topic:String} AND \`partition\` = {partition:Int32} AND \`offset\` >= {from:UInt64}`,
    { topic, partition, from },
  )
  if (!tail || tail.offsets !== end.last - from + 1) throw new LedgerHasGap(topic, partition, from, end.last)
  return { next: end.last + 1, last: { offset: end.last, appendedAtMs: tail.appendedAtMs } }
}
