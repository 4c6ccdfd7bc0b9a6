import type { ReasonCode } from '@ioc/schemas/reason-codes.ts'
import type { Place } from '../file.ts'
import { LINE_BYTES_MAX, type Line } from '../lines.ts'
import { openRecord } from './record.ts'

/** One record: its cells, or why its bytes are none. `line` is where it begins. */
export type CsvRecord = { line: number; next: Place } & (
  | { cells: readonly string[] }
  | { bytes: Buffer; code: ReasonCode; message: string }
)

type Shape = {
  delimiter: string
  decode(bytes: Buffer): string | null
  /** Of the head; null while it is looked for. */
  columns: number | null
}

const isEmpty = (cells: readonly string[]) => cells.every((cell) => cell.trim() === '')

/** Cells behind the last column are fine while nothing stands in them. */
const fits = (cells: readonly string[], columns: number | null) =>
  columns === null || (cells.length >= columns && (cells.length === columns || isEmpty(cells.slice(columns))))

/**
 * Makes records of lines. A quote that is never closed would swallow the file up to the next quote: a record of several lines that turns
 * out wrong, or is too long, is given up at its first line, and the lines after it are read for themselves.
 */
export async function* csvRecords(
  lines: AsyncIterable<readonly Line[]>,
  shape: Shape,
): AsyncGenerator<CsvRecord[]> {
  const { delimiter, decode, columns } = shape
  const source = lines[Symbol.asyncIterator]()
  let waiting: readonly Line[] = []
  let at = 0
  /** The next line without taking it; null at the end. */
  const more = async (ahead: number): Promise<Line | null> => {
    while (at + ahead >= waiting.length) {
      const next = await source.next()
      if (next.done) return null
      waiting = [...waiting.slice(at), ...next.value]
      at = 0
    }
    return waiting[at + ahead]!
  }
  const placeAfter = (line: Line): Place => ({ at: line.next, line: line.line + 1 })
  const broken = (line: Line, code: ReasonCode, message: string): CsvRecord => ({
    ...{ line: line.line, next: placeAfter(line) },
    ...{ bytes: line.bytes, code, message },
  })

  /** The record that begins at a line, and how many lines it takes; null for an empty one. */
  const recordAt = async (first: Line): Promise<{ taken: number; record: CsvRecord | null }> => {
    if (first.tooLong)
      return { taken: 1, record: broken(first, 'line-too-long', `is longer than ${LINE_BYTES_MAX} bytes`) }
    const record = openRecord(delimiter)
    let bytes = 0
    let last: Line = first
    for (let taken = 1; ; taken++) {
      const text = last.tooLong ? null : decode(last.bytes)
      bytes += last.bytes.length
      if (text === null && taken === 1)
        return {
          taken: 1,
          record: broken(first, 'not-utf8', 'is no text in the encoding of the file'),
        }
      const fed = text === null ? 'broken' : record.feed(text.endsWith('\r') ? text.slice(0, -1) : text)
      if (fed === 'whole' && isEmpty(record.cells)) return { taken, record: null }
      if (fed === 'whole' && fits(record.cells, columns))
        return { taken, record: { line: first.line, next: placeAfter(last), cells: record.cells } }
      if (fed === 'whole' && taken === 1)
        return {
          taken,
          record: broken(
            first,
            'wrong-columns',
            `has ${record.cells.length} columns, and the head of the file ${columns}`,
          ),
        }
      const next: Line | null = fed === 'open' && bytes <= LINE_BYTES_MAX ? await more(taken) : null
      if (next === null)
        return {
          taken: 1,
          record: broken(first, 'broken-quotes', 'opens a quote that is not closed rightly'),
        }
      last = next
    }
  }

  for (;;) {
    const records: CsvRecord[] = []
    // As many as are there already, so that memory holds one chunk.
    do {
      const first = await more(0)
      if (first === null) {
        if (records.length > 0) yield records
        return
      }
      const { taken, record } = await recordAt(first)
      at += taken
      if (record) records.push(record)
    } while (at < waiting.length && records.length < 2_000)
    if (records.length > 0) yield records
  }
}
