import { tidy } from '../../texts/tidy.ts'
import { brokenRow } from '../faults.ts'
import { type OpenFile, type ReadRows, type Row, Unreadable } from '../file.ts'
import { HEAD_ROWS_MAX, sayTwice } from '../head.ts'
import { LINE_BYTES_MAX } from '../lines.ts'
import { sheetHead } from './head.ts'
import { readMerges, readSheet, type SheetRow } from './sheet.ts'
import { readStrings } from './strings.ts'
import { readDayStyles } from './styles.ts'
import { chooseSheet, readWorkbook } from './workbook.ts'
import { openZip } from './zip.ts'

const charactersOf = (cells: readonly unknown[]) =>
  cells.reduce<number>((sum, cell) => sum + (typeof cell === 'string' ? cell.length : 8), 0)

const rowOf = (file: OpenFile, sheet: string, names: readonly string[], { row, cells }: SheetRow): Row => {
  const where = `${file.name}!${sheet}:${row}`
  const next = { at: row, line: row + 1 }
  // Many cells may point to the same long text.
  if (charactersOf(cells) > LINE_BYTES_MAX) {
    const bytes = Buffer.from(JSON.stringify({ sheet, row }))
    const fault = `holds more than ${LINE_BYTES_MAX} characters`
    return { read: brokenRow(where, bytes, 'line-too-long', fault), next }
  }
  const record: Record<string, unknown> = {}
  names.forEach((name, column) => {
    const value = cells[column] ?? ''
    record[name] = typeof value === 'string' ? tidy(value) : value
  })
  return { read: { where, record }, next }
}

const isFilled = ({ cells }: SheetRow, columns: number) =>
  cells.slice(0, columns).some((cell) => (typeof cell === 'string' ? cell.trim() !== '' : cell !== undefined))

/**
 * XLSX: a record a row of one sheet, its columns named by a head. Cells are text, numbers and yes/no, days as ISO text; a formula is the value
 * stored with it, or, where none is, its own text (`=SUM(B2:B9)`), which no reader takes for a number; an empty cell is ''. Columns without a name in the head are left out.
 */
export const xlsx: ReadRows = async function* (file, settings, from) {
  const parts = await openZip(file)
  const workbook = await readWorkbook(parts)
  const sheet = chooseSheet(workbook, settings.sheet)
  const headRows = Math.max(HEAD_ROWS_MAX, (settings.headerRow ?? 0) + 5)
  const merges = await readMerges(parts, sheet.part, headRows)
  let uncounted = 0
  const known = {
    strings: await readStrings(parts, workbook.strings),
    dayStyles: await readDayStyles(parts, workbook.styles),
    from1904: workbook.from1904,
    uncounted: () => {
      uncounted++
    },
  }
  let head = null as ReturnType<typeof sheetHead>
  const findHead = (rows: readonly SheetRow[]) => {
    const first = rows.filter(({ row }) => row <= Math.max(headRows, rows[0]!.row + HEAD_ROWS_MAX))
    head = sheetHead(first, merges, settings.headerRow)
    if (head === null)
      throw new Unreadable(
        'file-not-readable',
        `has no column names in row ${settings.headerRow} of its sheet, where the settings (headerRow) say they are`,
      )
    if (from === null) sayTwice(head.twice, file.notice)
    return head
  }
  const rowsOf = (rows: readonly SheetRow[], { names, last }: NonNullable<typeof head>) =>
    rows
      .filter((row) => row.row > Math.max(last, from?.at ?? 0) && isFilled(row, names.length))
      .map((row) => rowOf(file, sheet.name, names, row))

  let waiting: SheetRow[] = []
  for await (const rows of readSheet(parts, sheet.part, known)) {
    if (head !== null) yield rowsOf(rows, head)
    else {
      waiting = [...waiting, ...rows]
      if (waiting.at(-1)!.row <= headRows && waiting.length <= headRows) continue
      yield rowsOf(waiting, findHead(waiting))
      waiting = []
    }
  }
  if (head === null && waiting.length > 0 && !file.signal.aborted) yield rowsOf(waiting, findHead(waiting))
  if (uncounted > 0)
    file.notice(
      `its sheet holds ${uncounted} formulas without a value: open and save it in a spreadsheet program, which counts them; until then they are read as their text`,
    )
}
