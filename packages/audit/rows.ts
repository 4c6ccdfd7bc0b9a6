import type { ClickHouse } from '@ioc/clickhouse'
import { type Contract, topicsOf } from '@ioc/schemas'
import type { Range } from './ends.ts'
import { EXAMPLES_MAX, type Kind } from './findings.ts'

/** What the offsets of a range come to: `fine` and `none` (nothing kept, nothing there) are no faults. */
export type RowsVerdict = Extract<Kind, 'row-in-gap' | 'missing' | 'orphan' | 'twice' | 'other-subject'>

export type RangeCount = {
  verdict: 'fine' | 'none' | RowsVerdict
  positions: number
  inLedger: number
  business: number
  lost: number
  examples: number[]
}

/** How rows are named: those of one key are one row, however often it was inserted. */
const KEY = 'cityHash64(subject, recorded_at, sequence, content_hash)'

const PLACE =
  'topic = {topic:String} AND `partition` = {partition:Int32} AND `offset` BETWEEN {from:UInt64} AND {to:UInt64}'

/**
 * One line per offset that the ledger or the business table has, with its verdict. FINAL and min/max of the key: repeats of an
 * insert, by a zombie too, are the same row.
 */
const verdicts = (table: string) => `
SELECT \`offset\`, in_ledger, business > 0 AS has_row, lost,
  multiIf(
    in_ledger = 0, 'row-in-gap',
    kept = 0 AND business > 0, 'orphan',
    kept = 0, 'none',
    business = 0, 'missing',
    lowest <> highest, 'twice',
    ledger_subject <> row_subject, 'other-subject',
    'fine') AS verdict
FROM (
  SELECT \`offset\`, sum(is_ledger) AS in_ledger, sum(is_kept) AS kept, sum(is_lost) AS lost, countIf(is_ledger = 0) AS business,
    minIf(key, is_ledger = 0) AS lowest, maxIf(key, is_ledger = 0) AS highest,
    maxIf(subject_hash, is_ledger = 1) AS ledger_subject, maxIf(subject_hash, is_ledger = 0) AS row_subject
  FROM (
    SELECT \`offset\`, toUInt8(1) AS is_ledger, verdict = 'keep' AS is_kept,
      verdict = 'control' AND has(reasons.code, 'lost') AS is_lost, toUInt64(0) AS key, cityHash64(subject) AS subject_hash
    FROM ledger FINAL WHERE ${PLACE}
    UNION ALL
    SELECT \`offset\`, toUInt8(0), toUInt8(0), toUInt8(0), ${KEY}, cityHash64(subject) FROM ${table} WHERE ${PLACE}
  )
  GROUP BY \`offset\`
)`

/** Compares a range of the ledger with the contract's table; without a contract only the ledger is counted. */
export const countRange = (
  clickhouse: Pick<ClickHouse, 'query'>,
  contract: Contract | undefined,
  range: Range,
): Promise<RangeCount[]> =>
  clickhouse.query<RangeCount>(
    contract
      ? `SELECT verdict, count() AS positions, countIf(in_ledger > 0) AS inLedger, countIf(has_row) AS business, sum(lost) AS lost,
  groupArraySorted(${EXAMPLES_MAX})(\`offset\`) AS examples FROM (${verdicts(contract.table)}) GROUP BY verdict`
      : `SELECT 'none' AS verdict, count() AS positions, count() AS inLedger, 0 AS business,
  countIf(verdict = 'control' AND has(reasons.code, 'lost')) AS lost, [] AS examples FROM ledger FINAL WHERE ${PLACE}`,
    { ...range },
  )

/** The faulty offsets of a range, in order, at most `limit` of them. */
export const faultyOffsets = (
  clickhouse: Pick<ClickHouse, 'query'>,
  contract: Contract,
  range: Range,
  limit: number,
): Promise<{ offset: number; verdict: RowsVerdict }[]> =>
  clickhouse.query(
    `SELECT \`offset\`, verdict FROM (${verdicts(contract.table)}) WHERE verdict NOT IN ('fine', 'none')
ORDER BY \`offset\` LIMIT {limit:UInt32}`,
    { ...range, limit },
  )

/** The holes of a range, each from its first to its last missing offset. Asked only where offsets are missing. */
export const gapsIn = async (clickhouse: Pick<ClickHouse, 'query'>, range: Range): Promise<Range[]> => {
  const islands = await clickhouse.query<{ first: number; last: number }>(
    `SELECT min(\`offset\`) AS first, max(\`offset\`) AS last FROM (
  SELECT \`offset\`, toInt64(\`offset\`) - row_number() OVER (ORDER BY \`offset\`) AS island
  FROM (SELECT DISTINCT \`offset\` FROM ledger WHERE ${PLACE})
) GROUP BY island ORDER BY first`,
    { ...range },
  )
  const gaps: Range[] = []
  let next = range.from
  for (const { first, last } of islands) {
    if (first > next) gaps.push({ ...range, from: next, to: first - 1 })
    next = last + 1
  }
  if (next <= range.to) gaps.push({ ...range, from: next, to: range.to })
  return gaps
}

/** Rows of topics whose events have no place in a contract's table: nothing of ours writes them there. */
export const misplacedRows = (clickhouse: Pick<ClickHouse, 'query'>, contract: Contract) =>
  clickhouse.query<{ topic: string; partition: number; rows: number; examples: number[] }>(
    `SELECT topic, \`partition\`, count() AS rows, groupArraySorted(${EXAMPLES_MAX})(\`offset\`) AS examples
FROM ${contract.table} WHERE topic NOT IN {topics:Array(String)} GROUP BY topic, \`partition\` ORDER BY topic, \`partition\``,
    { topics: topicsOf(contract) },
  )
