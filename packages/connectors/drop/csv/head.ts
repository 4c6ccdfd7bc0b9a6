import { decoderOf, type Encoding } from '../encoding.ts'
import type { OpenFile, Place } from '../file.ts'
import { columnNames, findHead, HEAD_ROWS_MAX } from '../head.ts'
import { type Line, readLines } from '../lines.ts'
import type { DropSettings } from '../settings.ts'
import { csvRecords } from './records.ts'

/** What is known of a CSV file before its records are read. */
export type CsvHead = { delimiter: string; names: string[]; twice: string[]; next: Place }

const DELIMITERS = [';', ',', '\t', '|'] as const
/** Excel’s own word for the delimiter, above the head. */
const SEP = /^sep=([,;|\t])\r?$/

const headWith = async (
  lines: readonly Line[],
  delimiter: string,
  decode: (bytes: Buffer) => string | null,
  headerRow: number | null,
): Promise<{ head: CsvHead; alike: number } | null> => {
  const all = (async function* () {
    yield lines
  })()
  const records: { line: number; next: Place; cells: readonly string[] }[] = []
  for await (const each of csvRecords(all, { delimiter, decode, columns: null }))
    for (const record of each) if ('cells' in record) records.push(record)
  const index =
    headerRow === null
      ? findHead(records.slice(0, HEAD_ROWS_MAX))
      : records.findIndex(({ line }) => line === headerRow)
  const found = records[index]
  if (!found) return null
  const { names, twice } = columnNames(found.cells)
  const alike = records.slice(index).filter(({ cells }) => cells.length === found.cells.length).length
  return { head: { delimiter, names, twice, next: found.next }, alike: names.length > 1 ? alike : 0 }
}

/**
 * Finds delimiter and head in the first lines: the delimiter is the one by which most lines have as many cells as their head.
 * Null: there is no head, since nothing is in the file or not in the row the settings name.
 */
export const findCsvHead = async (
  file: OpenFile,
  begin: Place,
  encoding: Encoding,
  settings: DropSettings,
): Promise<CsvHead | null> => {
  const decode = decoderOf(encoding)
  let lines: Line[] = []
  for await (const each of readLines(file, { from: begin, encoding })) {
    lines = [...lines, ...each]
    if (lines.length > HEAD_ROWS_MAX + (settings.headerRow ?? 0)) break
  }
  lines = lines.slice(0, 2 * HEAD_ROWS_MAX + (settings.headerRow ?? 0))
  const told = lines[0] && SEP.exec(decode(lines[0].bytes) ?? '')?.[1]
  if (told) lines = lines.slice(1)
  const delimiters = settings.delimiter ? [settings.delimiter] : told ? [told] : DELIMITERS
  let best: Awaited<ReturnType<typeof headWith>> = null
  for (const delimiter of delimiters) {
    const found = await headWith(lines, delimiter, decode, settings.headerRow)
    if (!found) continue
    const isBetter =
      !best ||
      found.alike > best.alike ||
      (found.alike === best.alike && found.head.names.length > best.head.names.length)
    if (isBetter) best = found
  }
  return best?.head ?? null
}
