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

/** Lines that are written at once. */
const LINES = 500

/** A table as CSV text in pieces: the names of its columns, then its rows. */
export function* csvPieces<Row>(
  columns: Record<string, (row: Row) => string | number | null>,
  rows: readonly Row[],
): Generator<string> {
  yield csvLine(Object.keys(columns))
  const cells = Object.values(columns)
  for (let from = 0; from < rows.length; from += LINES)
    yield rows
      .slice(from, from + LINES)
      .map((row) => csvLine(cells.map((of) => of(row))))
      .join('')
}
