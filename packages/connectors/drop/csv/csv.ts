import { tidy } from '../../texts/tidy.ts'
import { decoderOf, encodingOf } from '../encoding.ts'
import { brokenRow } from '../faults.ts'
import { type OpenFile, type ReadRows, type Row, Unreadable } from '../file.ts'
import { sayTwice } from '../head.ts'
import { readLines } from '../lines.ts'
import { startOf } from '../start.ts'
import { findCsvHead } from './head.ts'
import { type CsvRecord, csvRecords } from './records.ts'

/** A head of more is no head. */
const COLUMNS_MAX = 2_000

const rowOf = (file: OpenFile, names: readonly string[], record: CsvRecord): Row => {
  const where = `${file.name}:${record.line}`
  const { next } = record
  if ('bytes' in record) return { read: brokenRow(where, record.bytes, record.code, record.message), next }
  const cells: Record<string, string> = {}
  names.forEach((name, i) => {
    cells[name] = tidy(record.cells[i] ?? '')
  })
  return { read: { where, record: cells }, next }
}

/** CSV: a record a line or a few, its columns named by a head. Every cell is text, tidied; an empty one is ''. */
export const csv: ReadRows = async function* (file, settings, from) {
  const { encoding, from: at } = encodingOf(await startOf(file), settings.encoding, 'csv')
  const head = await findCsvHead(file, { at, line: 1 }, encoding, settings)
  if (head === null) {
    if (file.size <= at) return // nothing in it is no fault
    throw new Unreadable(
      'file-not-readable',
      settings.headerRow === null
        ? 'has no row of column names'
        : `has no column names in row ${settings.headerRow}, where the settings (headerRow) say they are`,
    )
  }
  if (head.names.length > COLUMNS_MAX)
    throw new Unreadable('file-not-readable', `has more than ${COLUMNS_MAX} columns`)
  if (encoding === 'windows-1258' && settings.encoding === null && from === null)
    file.notice('is read as windows-1258: it is no UTF-8')
  if (from === null) sayTwice(head.twice, file.notice)
  const lines = readLines(file, { from: from ?? head.next, encoding })
  const shape = { delimiter: head.delimiter, decode: decoderOf(encoding), columns: head.names.length }
  for await (const records of csvRecords(lines, shape))
    yield records.map((record) => rowOf(file, head.names, record))
}
