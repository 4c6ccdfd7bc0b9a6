import type { ClickHouse } from '@ioc/clickhouse'
import { columnsOf } from '@ioc/reader'
import { type Contract, topicsOf } from '@ioc/schemas'
import { AT_OR_BELOW_END, endParams, type LedgerEnd } from './ends.ts'
import { EXAMPLES_MAX, type Kind } from './findings.ts'

export type CurrentVerdict = Extract<
  Kind,
  'current-missing' | 'current-orphan' | 'current-stale' | 'current-differs'
>

/** Rows one query looks at: subjects are cut into slices by their hash. */
const ROWS_AT_ONCE = 500_000

export const currentTableOf = (contract: Contract) => contract.table.replace(/_version$/, '')

/** The order of versions as the tables write it: `(recorded_at, sequence, content_hash)` as one number. */
export const VERSION = `bitShiftLeft(toUInt256(toUnixTimestamp64Milli(recorded_at)), 128)
  + bitShiftLeft(toUInt256(sequence), 64) + toUInt256(content_hash)`

const quoted = (columns: readonly string[]) => columns.map((column) => `\`${column}\``).join(', ')

/** All columns of a row as one number; in a tuple, because a hash over a bare null is null. */
export const contentOf = (contract: Contract) => `cityHash64(tuple(${quoted(columnsOf(contract))}))`

const SLICE = 'cityHash64(subject) % {slices:UInt32} = {slice:UInt32}'

/**
 * Per subject: its newest version at or below the ledger's end against its current row. A current row of a position above the end
 * is in flight and no fault, unless it is older than what the ledger already holds. Versions that tie (the same event sent
 * twice) may each stand as the current one.
 */
const verdicts = (contract: Contract) => `
SELECT subject, at, verdict FROM (
  SELECT subject,
    countIf(NOT is_current) AS versions, countIf(is_current) AS rows,
    maxIf(version, NOT is_current) AS newest, maxIf(version, is_current) AS shown,
    maxIf(content, is_current) AS shown_content, maxIf(ahead, is_current) AS in_flight,
    groupUniqArrayIf((version, content), NOT is_current) AS known,
    argMax(position, (NOT is_current, version)) AS at,
    multiIf(
      versions = 0 AND in_flight, 'in-flight',
      versions = 0, 'current-orphan',
      rows = 0, 'current-missing',
      shown < newest, 'current-stale',
      in_flight, 'in-flight',
      NOT has(known, (shown, shown_content)), 'current-differs',
      'fine') AS verdict
  FROM (
    SELECT subject, false AS is_current, ${VERSION} AS version, ${contentOf(contract)} AS content, false AS ahead,
      concat(topic, '/', toString(\`partition\`), '/', toString(\`offset\`)) AS position
    FROM ${contract.table} WHERE ${AT_OR_BELOW_END} AND ${SLICE}
    UNION ALL
    SELECT subject, true, version, ${contentOf(contract)}, NOT (${AT_OR_BELOW_END}),
      concat(topic, '/', toString(\`partition\`), '/', toString(\`offset\`))
    FROM ${currentTableOf(contract)} FINAL WHERE ${SLICE}
  )
  GROUP BY subject
)`

export type CurrentCount = {
  verdict: 'fine' | 'in-flight' | CurrentVerdict
  subjects: number
  examples: string[]
}

/** Compares the current-state table of a contract with its versions, slice by slice. */
export async function* countCurrent(
  clickhouse: Pick<ClickHouse, 'query'>,
  contract: Contract,
  ends: readonly LedgerEnd[],
): AsyncGenerator<{ slice: number; slices: number; counts: CurrentCount[] }> {
  const slices = await slicesOf(clickhouse, contract)
  for (let slice = 0; slice < slices; slice++) {
    const counts = await clickhouse.query<CurrentCount>(
      `SELECT verdict, count() AS subjects, groupArraySorted(${EXAMPLES_MAX})(at) AS examples
FROM (${verdicts(contract)}) GROUP BY verdict`,
      { ...endParams(ends, topicsOf(contract)), slices, slice },
    )
    yield { slice: slice + 1, slices, counts }
  }
}

const slicesOf = async (clickhouse: Pick<ClickHouse, 'query'>, contract: Contract): Promise<number> => {
  const [row] = await clickhouse.query<{ rows: number }>(`SELECT count() AS rows FROM ${contract.table}`)
  return Math.max(1, Math.ceil((row?.rows ?? 0) / ROWS_AT_ONCE))
}

/** The subjects whose current state is wrong, at most `limit` of each slice. They stay inside; a report shows positions only. */
export const wrongSubjects = async (
  clickhouse: Pick<ClickHouse, 'query'>,
  contract: Contract,
  ends: readonly LedgerEnd[],
  limit: number,
): Promise<string[]> => {
  const slices = await slicesOf(clickhouse, contract)
  const wrong: string[] = []
  for (let slice = 0; slice < slices; slice++) {
    const rows = await clickhouse.query<{ subject: string }>(
      `SELECT subject FROM (${verdicts(contract)}) WHERE verdict NOT IN ('fine', 'in-flight') LIMIT {limit:UInt32}`,
      { ...endParams(ends, topicsOf(contract)), slices, slice, limit },
    )
    wrong.push(...rows.map((row) => row.subject))
  }
  return wrong
}
