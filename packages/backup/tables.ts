import type { ClickHouse } from '@ioc/clickhouse'
import { contracts } from '@ioc/schemas'

export type Table = { name: string; columns: string[]; sortingKey: string }

const versions = new Set(contracts.map((contract) => contract.table))
/** Filled by views from the tables of versions, so they come back by themselves. */
const derived = new Set(contracts.map((contract) => contract.table.replace(/_version$/, '')))

export const isVersions = (name: string) => versions.has(name)

/** Every table that holds something of its own; what steps were taken is written by provisioning. */
export const tablesOf = async (clickhouse: Pick<ClickHouse, 'query'>): Promise<Table[]> => {
  const tables = await clickhouse.query<{ name: string; sortingKey: string }>(
    `SELECT name, sorting_key AS sortingKey FROM system.tables
WHERE database = currentDatabase() AND engine LIKE '%MergeTree' AND name <> 'schema_version' ORDER BY name`,
  )
  const columns = await clickhouse.query<{ table: string; name: string }>(
    `SELECT \`table\`, name FROM system.columns
WHERE database = currentDatabase() AND default_kind NOT IN ('MATERIALIZED', 'ALIAS') ORDER BY \`table\`, position`,
  )
  return tables
    .filter(({ name }) => !derived.has(name))
    .map(({ name, sortingKey }) => ({
      name,
      sortingKey,
      columns: columns.filter((column) => column.table === name).map((column) => column.name),
    }))
}

export const quoted = (columns: readonly string[]) => columns.map((column) => `\`${column}\``).join(', ')

/** Rows and a number over all their columns, each key once: two tables that agree here hold the same. */
export const contentsOf = async (
  clickhouse: Pick<ClickHouse, 'query'>,
  table: Pick<Table, 'name' | 'columns'>,
  where = '1',
  params: Record<string, unknown> = {},
): Promise<{ rows: number; contents: string }> => {
  const [row] = await clickhouse.query<{ rows: number; contents: string }>(
    `SELECT count() AS rows, toString(sum(cityHash64(tuple(${quoted(table.columns)})))) AS contents FROM ${table.name} FINAL WHERE ${where}`,
    params,
  )
  return row!
}
