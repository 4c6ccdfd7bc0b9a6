import { textOf, tidy } from '../../texts/tidy.ts'
import { columnNames, findHead } from '../head.ts'
import type { Merge, SheetRow } from './sheet.ts'

/** A head deeper than this is a drawing. */
const DEPTH_MAX = 5

type Level = { cells: unknown[]; copies: number }

/** The rows with the value of each merged area in all its cells; what is repeated to the right counts as copies. */
const spread = (rows: readonly SheetRow[], merges: readonly Merge[]): Map<number, Level> => {
  const levels = new Map<number, Level>(
    rows.map(({ row, cells }) => [row, { cells: Array.from(cells), copies: 0 }]),
  )
  for (const { top, bottom, left, right } of merges) {
    const value = levels.get(top)?.cells[left]
    if (value === undefined) continue
    for (let row = top; row <= Math.min(bottom, top + DEPTH_MAX); row++) {
      const level = levels.get(row) ?? { cells: [], copies: 0 }
      levels.set(row, level)
      for (let column = left; column <= right; column++) level.cells[column] = value
      if (typeof value === 'string') level.copies += right - left
    }
  }
  return levels
}

/** Names of the columns and the last row of the head. A head of several rows names a column by all of them: `Mức độ hài lòng / Kết quả`. */
export const sheetHead = (
  rows: readonly SheetRow[],
  merges: readonly Merge[],
  headerRow: number | null,
): { names: string[]; twice: string[]; last: number } | null => {
  const all = spread(rows, merges)
  const numbers = [...all.keys()].sort((a, b) => a - b)
  const found = headerRow ?? numbers[findHead(numbers.map((row) => all.get(row)!))]
  if (found === undefined || !all.has(found)) return null
  // Cells merged downwards tie rows together into one head.
  const tied = merges.filter(
    ({ top, bottom }) => top < bottom && bottom - top <= DEPTH_MAX && top <= found && bottom >= found,
  )
  const first = Math.min(found, ...tied.map(({ top }) => top))
  const last = Math.max(found, ...tied.map(({ bottom }) => bottom))
  const levels = numbers.filter((row) => row >= first && row <= last).map((row) => all.get(row)!.cells)
  const width = Math.max(...levels.map((level) => level.length))
  const joined = Array.from({ length: width }, (_, column) => {
    const texts = levels.map((level) => tidy(textOf(level[column]) ?? '')).filter((text) => text !== '')
    return [...new Set(texts)].join(' / ')
  })
  return { ...columnNames(joined), last }
}
