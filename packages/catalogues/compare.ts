import type { RawDocuments } from './documents.ts'

/** One row that two sets do not have alike. `ended`: nothing but its last day was set. */
export type RowChange = {
  file: string
  list: string
  /** The row's key, e.g. `24955@2024-12-01`. */
  row: string
  kind: 'added' | 'ended' | 'changed' | 'removed'
  /** Fields that are not alike; of an added or removed row none. */
  fields: string[]
}

type Row = Record<string, unknown>

/**
 * What a set says otherwise than another: row by row where a file is a list of rows, field by field elsewhere. Knows no file by name, so a
 * file that is added later is compared too.
 */
export function compareCatalogues(before: RawDocuments, after: RawDocuments): RowChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return names.flatMap((name) => compareDocument(`${name}.json`, before[name], after[name]))
}

function compareDocument(file: string, before: unknown, after: unknown): RowChange[] {
  const [was, is] = [asRow(before), asRow(after)]
  const lists = [...new Set([...Object.keys(was), ...Object.keys(is)])]
  return lists.flatMap((list): RowChange[] => {
    if (same(was[list], is[list])) return []
    if (isRows(was[list] ?? []) && isRows(is[list] ?? []))
      return compareRows(file, list, rowsOf(was[list]), rowsOf(is[list]))
    const kind = !(list in was) ? 'added' : !(list in is) ? 'removed' : 'changed'
    return [{ file, list: '', row: list, kind, fields: [] }]
  })
}

function compareRows(
  file: string,
  list: string,
  before: Map<string, Row>,
  after: Map<string, Row>,
): RowChange[] {
  const removed = [...before.keys()].filter((key) => !after.has(key))
  return [
    ...[...after].flatMap(([row, is]): RowChange[] => {
      const was = before.get(row)
      if (!was) return [{ file, list, row, kind: 'added', fields: [] }]
      const fields = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
        (field) => !same(was[field], is[field]),
      )
      if (fields.length === 0) return []
      const isEnded = fields.length === 1 && fields[0] === 'validTo' && was.validTo === null
      return [{ file, list, row, kind: isEnded ? 'ended' : 'changed', fields }]
    }),
    ...removed.map((row): RowChange => ({ file, list, row, kind: 'removed', fields: [] })),
  ]
}

/** By code and first day, or what else names a row of its list; a row that nothing names is named by what it holds. */
function rowsOf(list: unknown): Map<string, Row> {
  return new Map(((list ?? []) as Row[]).map((row) => [nameOf(row), row]))
}

const nameOf = (row: Row): string => {
  const name = row.code ?? row.name ?? row.year ?? row.on
  if (name === undefined || typeof name === 'object') return JSON.stringify(row.where ?? row)
  return row.validFrom === undefined ? String(name) : `${name}@${row.validFrom}`
}

const asRow = (value: unknown): Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Row) : {}

const isRows = (value: unknown): boolean =>
  Array.isArray(value) && value.every((row) => typeof row === 'object' && row !== null && !Array.isArray(row))

/** Alike whatever the order of their keys. */
function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => key in b && same((a as Row)[key], (b as Row)[key]))
  )
}
