import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Columns, columnsAfter } from '@ioc/schemas/shipped/columns.ts'
import { openTexts } from './bytes.ts'
import { jsonRows } from './json-rows.ts'
import { type NativeColumn, nativeColumn } from './native-column.ts'
import type { OpenRows } from './rows.ts'

/** Types of all tables' columns, from their own files. */
const readTypes = (): ReadonlyMap<string, Columns> => {
  const folder = join(dirname(fileURLToPath(import.meta.resolve('@ioc/schemas/package.json'))), 'tables')
  const files = readdirSync(folder).filter((file) => file.endsWith('.sql'))
  return columnsAfter(files.sort().map((file) => readFileSync(join(folder, file), 'utf8')))
}
let types: ReadonlyMap<string, Columns> | null = null

/** Columns that wait for the next block of their table, with the memory they have. */
const idle = new Map<string, NativeColumn[][]>()

/** Null where a column stands in no file: a table that was altered by hand, or ahead of this software. */
const openColumns = (table: string, columns: readonly string[]): NativeColumn[] | null => {
  types ??= readTypes()
  const typeOf = types.get(table)
  const known = columns.flatMap((column) => typeOf?.[column] ?? [])
  return known.length === columns.length ? known.map((type) => nativeColumn(type)) : null
}

/**
 * Rows as one block of ClickHouse's Native format, column by column. The engine parses no JSON and finds no text in a dictionary anew for each
 * row; what it gave stands in docs/performance.md. Of a column no file of ours describes the engine alone knows the type: such rows go as lines of JSON.
 */
export const nativeRows: OpenRows = (table, columns) => {
  const key = `${table} ${columns.join()}`
  const gathered = idle.get(key)?.pop() ?? openColumns(table, columns)
  if (gathered === null) return jsonRows(table, columns)
  let rows = 0
  return {
    add: (cells) => {
      for (let n = 0; n < gathered.length; n++) gathered[n]!.add(cells[n])
      rows++
    },
    taken: () => {
      const parts = [varint(columns.length), varint(rows)]
      for (const [n, column] of columns.entries()) {
        const head = openTexts()
        head.add(column)
        head.add(gathered[n]!.type)
        parts.push(head.written(), ...gathered[n]!.parts())
      }
      const bytes = Buffer.concat(parts)
      for (const column of gathered) column.clear()
      idle.set(key, [...(idle.get(key) ?? []), gathered])
      return { table, columns, format: 'Native', bytes, rows }
    },
  }
}

const varint = (value: number): Buffer => {
  const bytes: number[] = []
  let rest = value
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128)
  return Buffer.from([...bytes, rest])
}
