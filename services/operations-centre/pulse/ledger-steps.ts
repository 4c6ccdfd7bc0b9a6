import type { ClickHouse } from '@ioc/clickhouse'
import type { LedgerStep, Mark } from './tally.ts'

/** Reads from the ledger what lies beyond the marks. Topic, partition and offset are its key, so only the new part is read. */
export async function readLedgerSteps(clickhouse: ClickHouse, marks: readonly Mark[]): Promise<LedgerStep[]> {
  const { where, params } = beyond(marks)
  // uniqExact, not count(): a repeated insert has its rows twice until parts are merged.
  return clickhouse.query<LedgerStep>(
    `SELECT topic, \`partition\`, toString(verdict) AS verdict, event_source AS source,
            uniqExact(\`offset\`) AS records,
            uniqExactIf(\`offset\`, replay_of = '') AS sent, max(\`offset\`) AS lastOffset,
            maxOrNullIf(toUnixTimestamp64Milli(appended_at), replay_of = '') AS lastAppendedMs
     FROM ledger
     WHERE ${where}
     GROUP BY topic, \`partition\`, verdict, event_source`,
    params,
  )
}

function beyond(marks: readonly Mark[]): { where: string; params: Record<string, unknown> } {
  if (marks.length === 0) return { where: '1', params: {} }
  const params = Object.fromEntries(
    marks.flatMap((mark, i) => [
      [`t${i}`, mark.topic],
      [`p${i}`, mark.partition],
      [`o${i}`, mark.next],
    ]),
  )
  const counted = marks.map(
    (_, i) => `(topic = {t${i}:String} AND \`partition\` = {p${i}:Int32} AND \`offset\` >= {o${i}:UInt64})`,
  )
  const places = marks.map((_, i) => `({t${i}:String}, {p${i}:Int32})`).join(', ')
  return { where: `${counted.join(' OR ')} OR (topic, \`partition\`) NOT IN (${places})`, params }
}
