/** A column's type by its name, in the order of the table. */
export type Columns = Record<string, string>

const CREATED = /CREATE TABLE IF NOT EXISTS (\w+)\s*\(\n([\s\S]*?)\n\)\nENGINE/g
const COLUMN = /^\s+`?(\w+)`?\s+(.+?)\s*,?\s*(?:--.*)?$/
const ALTERED =
  /ALTER TABLE (\w+) (ADD|DROP|MODIFY|RENAME) COLUMN (?:IF (?:NOT )?EXISTS )?`?(\w+)`?(?: ([^;]*?))?(?: AFTER `?(\w+)`?)?;/g

/**
 * The columns each table has after all its files were applied, read from their text: what a table file says is what the engine holds,
 * which a test on the engine compares.
 * @param files texts of the numbered files of `schemas/tables`, in order
 */
export const columnsAfter = (files: readonly string[]): Map<string, Columns> => {
  const tables = new Map<string, Columns>()
  for (const text of files) {
    for (const [, table, body] of text.matchAll(CREATED))
      tables.set(
        table!,
        Object.fromEntries(
          body!.split('\n').flatMap((line) => {
            const [, name, type] = COLUMN.exec(line) ?? []
            return name && type && !line.trim().startsWith('--') ? [[name, type]] : []
          }),
        ),
      )
    for (const [, table, what, name, type = '', after] of text.matchAll(ALTERED)) {
      const columns = tables.get(table!) ?? {}
      tables.set(table!, altered(columns, what!, name!, type, after))
    }
  }
  return tables
}

const altered = (columns: Columns, what: string, name: string, type: string, after?: string): Columns => {
  const rest = Object.entries(columns).filter(([each]) => each !== name)
  if (what === 'DROP' || what === 'RENAME') return Object.fromEntries(rest)
  if (what === 'MODIFY') return { ...columns, [name]: type }
  const place = after === undefined ? rest.length : rest.findIndex(([each]) => each === after) + 1
  return Object.fromEntries([...rest.slice(0, place), [name, type], ...rest.slice(place)])
}
