import type { ClickHouse } from '@ioc/clickhouse'
import type { Query } from './sql.ts'
import { newestVersions, type Tables, upTo, type Watermark } from './state.ts'

/** Beyond it finding the newest of all versions is the quicker way; at 3% of the log the near one took three quarters of its time. */
export const NEAR_SHARE_MAX = 0.03

/** Makes all reads of a table in one query see one state of it; on by default in 26.7, not known to older servers. */
const ONE_STATE = 'enable_shared_storage_snapshot_in_query'

/**
 * Whether a cut is near enough to now that its state is read from the current one: at most so large a share of the rows lies beyond it, and
 * the server can read one state of a table twice.
 */
export const isNear = async (
  clickhouse: ClickHouse,
  tables: Tables,
  watermark: Watermark,
  shareMax: number,
): Promise<boolean> => {
  if (shareMax <= 0) return false
  const cut = upTo(watermark, tables.topic, 'near')
  const [row] = await clickhouse.query<{ beyond: number; all: number; knows: number }>(
    `SELECT toFloat64(countIf(NOT (${cut.sql}))) AS beyond, toFloat64(count()) AS all,
       (SELECT toFloat64(count()) FROM system.settings WHERE name = '${ONE_STATE}') AS knows
     FROM ${tables.current}`,
    cut.params,
  )
  return row !== undefined && row.knows > 0 && row.beyond <= row.all * shareMax
}

/**
 * The state as of a cut that is near: the current one, and of the subjects of which anything lies beyond the cut the newest version within it.
 * The same as from all versions, as long as the current state is what the audit says it is; so what is signed does not rest on it.
 */
export const stateNear = (
  tables: Tables,
  columns: readonly string[],
  watermark: Watermark,
  where: readonly string[] = [],
): Query => {
  const cut = upTo(watermark, tables.topic, tables.current.split('.').at(-1)!)
  const conditions = ['NOT voided', ...where].join(' AND ')
  const moved = `(SELECT subject FROM ${tables.current} WHERE NOT (${cut.sql}))`
  const names = columns.join(', ')
  return {
    sql: `SELECT ${names} FROM ${tables.current} FINAL WHERE ${conditions} AND subject NOT IN ${moved}
UNION ALL
SELECT ${names} FROM (
${newestVersions(tables, columns, [cut.sql, `subject IN ${moved}`])}
) WHERE ${conditions}`,
    params: cut.params,
  }
}

/** Setting of a query that reads `stateNear`. */
export const NEAR_SETTINGS = `${ONE_STATE} = 1`
