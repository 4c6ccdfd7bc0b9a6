export const CSV_TYPE = 'text/csv; charset=utf-8; header=present'

/** What a spreadsheet takes for the beginning of a formula, in full width too. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/
const NUMBER = /^-?\d+(?:\.\d+)?$/

/**
 * One cell of RFC 4180. Null is an empty cell and never a zero. A text a spreadsheet would compute gets an apostrophe before it;
 * a number, negative ones too, stays as it is.
 */
export const csvCell = (value: string | number | null): string => {
  if (value === null) return ''
  const text = String(value)
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export const csvLine = (cells: readonly (string | number | null)[]): string =>
  `${cells.map(csvCell).join(',')}\r\n`

/** The columns of a table by the names of their heads. */
export type Columns<Row> = Record<string, (row: Row) => string | number | null>

/** A table as CSV text: the names of its columns, then its rows. */
export const csvText = <Row>(columns: Columns<Row>, rows: readonly Row[]): string => {
  const cells = Object.values(columns)
  const lines = rows.map((row) => csvLine(cells.map((of) => of(row))))
  return csvLine(Object.keys(columns)) + lines.join('')
}
