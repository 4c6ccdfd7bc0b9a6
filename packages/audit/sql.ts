import type { ClickHouse } from '@ioc/clickhouse'

/** A text as a SQL literal; statements that change tables take no parameters. */
export const literal = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

/** Keys of one statement: its text stays below `max_query_size`. */
const KEYS_AT_ONCE = 500

/** Deletes the rows of these keys and returns once they are gone everywhere. Parts written after its begin are left alone. */
export const deleteRows = async (
  clickhouse: Pick<ClickHouse, 'command'>,
  table: string,
  columns: string,
  keys: readonly string[],
): Promise<void> => {
  for (let at = 0; at < keys.length; at += KEYS_AT_ONCE)
    await clickhouse.command(
      `ALTER TABLE ${table} DELETE WHERE ${columns} IN (${keys.slice(at, at + KEYS_AT_ONCE).join(', ')})`,
      { mutations_sync: '2' },
    )
}
