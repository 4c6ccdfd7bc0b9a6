import { serialText } from '../../texts/instants.ts'
import { type Attributes, readXml } from './xml.ts'
import type { Parts } from './zip.ts'

const SHEET_BYTES_MAX = 536_870_912
/** What stands further to the right is not looked at: no form has as many columns, and a stray cell in the last one is no row of 16,384. */
const COLUMNS_MAX = 2_000
/** Days between 1/1/1900 and 1/1/1904 as Excel counts them. */
const DAYS_TO_1904 = 1_462

/** Enough of a formula to know it by. */
const FORMULA_MAX = 200

/** One row: its number as the spreadsheet shows it, its cells from column A on; where nothing stands there is a hole. */
export type SheetRow = { row: number; cells: unknown[] }

/** `BC12` → column 55 (from 0) of row 12. */
export const placeOf = (reference: string): { column: number; row: number } | null => {
  const m = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(reference)
  if (!m) return null
  let column = 0
  for (const letter of m[1]!) column = column * 26 + letter.charCodeAt(0) - 64
  return { column: column - 1, row: Number(m[2]) }
}

export type CellValues = {
  strings: readonly string[]
  dayStyles: readonly boolean[]
  from1904: boolean
  /** Told of each formula whose value no program stored. */
  uncounted?(): void
}

/** The stored value of a cell: a formula has one too. Days come as ISO text of the province’s clock, without an offset. */
const cellValue = (text: string, { t = 'n', s }: Attributes, known: CellValues): unknown => {
  switch (t) {
    case 's':
      return known.strings[Number(text)] ?? ''
    case 'b':
      return text === '1' || text === 'true'
    case 'n': {
      // Fifteen digits are what Excel holds and shows; it writes 98.15 as 98.150000000000006.
      const number = Number(Number(text).toPrecision(15))
      if (text.trim() === '' || Number.isNaN(number)) return text
      if (s === undefined || !known.dayStyles[Number(s)]) return number
      return serialText(number + (known.from1904 ? DAYS_TO_1904 : 0)) ?? number
    }
    default:
      return text // a text, an error such as #N/A, or an ISO day
  }
}

/** Rows of a sheet that hold anything, as they inflate. @throws Unreadable */
export async function* readSheet(parts: Parts, part: string, known: CellValues): AsyncGenerator<SheetRow[]> {
  let rows: SheetRow[] = []
  let current: SheetRow = { row: 0, cells: [] }
  let column = -1
  let cell: Attributes = {}
  let text = ''
  let formula = ''
  let isFormula = false
  let inFormula = false
  let inValue = false
  let inReading = false
  const reading = readXml(parts.read(part, SHEET_BYTES_MAX), {
    open: (tag, attributes) => {
      if (tag === 'row') {
        current = { row: Number(attributes.r) || current.row + 1, cells: [] }
        column = -1
      } else if (tag === 'c') {
        // Small programs leave the places out: then it is the next.
        column = placeOf(attributes.r ?? '')?.column ?? column + 1
        cell = attributes
        text = ''
        formula = ''
        isFormula = false
      } else if (tag === 'v' || tag === 't') inValue = true
      else if (tag === 'f') {
        inFormula = true
        isFormula = true
      } else if (tag === 'rPh') inReading = true
    },
    text: (piece) => {
      if (inValue && !inReading) text += piece
      else if (inFormula && formula.length < FORMULA_MAX) formula += piece
    },
    close: (tag) => {
      if (tag === 'v' || tag === 't') inValue = false
      else if (tag === 'f') inFormula = false
      else if (tag === 'rPh') inReading = false
      else if (tag === 'c' && text !== '' && column < COLUMNS_MAX)
        current.cells[column] = cellValue(text, cell, known)
      // Programs that write workbooks without counting them leave the value empty: a number nobody counted is not a number nobody gave.
      else if (tag === 'c' && isFormula && cell.t !== 'str' && column < COLUMNS_MAX) {
        current.cells[column] = `=${formula.slice(0, FORMULA_MAX)}`
        known.uncounted?.()
      } else if (tag === 'row' && current.cells.length > 0) rows.push(current)
    },
  })
  for await (const _ of reading) {
    if (rows.length > 0) yield rows
    rows = []
  }
}

/** Areas of cells that are shown as one; only the first of each holds a value. Rows as shown, columns from 0, both ends inside. */
export type Merge = { top: number; bottom: number; left: number; right: number }

const MERGE = /<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}):([A-Z]{1,3}\d{1,7})"/g
const MERGES_MAX = 10_000

/** They stand behind the rows, and the head is needed before: so they are looked for first, by their letters alone. */
export const readMerges = async (parts: Parts, part: string, rowMax: number): Promise<Merge[]> => {
  const merges: Merge[] = []
  let rest = ''
  for await (const chunk of parts.read(part, SHEET_BYTES_MAX)) {
    const text = rest + chunk.toString('latin1')
    let end = 0
    for (const m of text.matchAll(MERGE)) {
      end = m.index + m[0].length
      const [from, to] = [placeOf(m[1]!), placeOf(m[2]!)]
      if (from && to && from.row <= rowMax && merges.length < MERGES_MAX)
        merges.push({
          ...{ top: from.row, bottom: to.row, left: from.column },
          right: Math.min(to.column, COLUMNS_MAX),
        })
    }
    rest = text.slice(Math.max(end, text.length - 200))
  }
  return merges
}
