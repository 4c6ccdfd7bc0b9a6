import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'

/** A cell: text, number, yes/no; a day as days of Excel; a formula with its stored value; or its XML as it is. */
export type FixtureCell =
  | string
  | number
  | boolean
  | null
  | { day: number }
  | { formula: string; value: number }
  | { xml: string }
export type FixtureSheet = {
  name: string
  rows: readonly (readonly FixtureCell[])[]
  state?: 'hidden' | 'veryHidden'
  merges?: readonly string[]
}

const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;')

const letters = (column: number): string =>
  column < 26
    ? String.fromCharCode(65 + column)
    : letters(Math.floor(column / 26) - 1) + String.fromCharCode(65 + (column % 26))

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

const relations = (each: readonly (readonly [string, string])[]) =>
  `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${each
    .map(
      ([type, target], i) => `<Relationship Id="rId${i + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`,
    )
    .join('')}</Relationships>`

/** Packs parts into an archive; the same parts give the same bytes. */
export const pack = (parts: Readonly<Record<string, string | Buffer>>): Promise<Buffer> => {
  const zip = new ZipFile()
  // Of a time zone nothing may depend on.
  const mtime = new Date(2024, 5, 20)
  for (const [name, content] of Object.entries(parts))
    zip.addBuffer(Buffer.from(content), name, { mtime, forceDosTimestamp: true })
  zip.end()
  return buffer(zip.outputStream)
}

/** A workbook as Excel writes it: shared strings, style 1 is a day, 2 a day with its time. */
export const workbookParts = (sheets: readonly FixtureSheet[]): Record<string, string> => {
  const strings: string[] = []
  const stringOf = (text: string) => {
    const known = strings.indexOf(text)
    return known >= 0 ? known : strings.push(text) - 1
  }
  const cellXml = (cell: FixtureCell, at: string): string => {
    if (cell === null) return ''
    if (typeof cell === 'string') return `<c r="${at}" t="s"><v>${stringOf(cell)}</v></c>`
    if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`
    if (typeof cell === 'boolean') return `<c r="${at}" t="b"><v>${cell ? 1 : 0}</v></c>`
    if ('day' in cell) return `<c r="${at}" s="${Number.isInteger(cell.day) ? 1 : 2}"><v>${cell.day}</v></c>`
    if ('formula' in cell) return `<c r="${at}"><f>${escaped(cell.formula)}</f><v>${cell.value}</v></c>`
    return cell.xml.replace('<c', `<c r="${at}"`)
  }
  const sheetXml = ({ rows, merges = [] }: FixtureSheet) => {
    const body = rows
      .map((cells, r) => {
        const inside = cells.map((cell, c) => cellXml(cell, `${letters(c)}${r + 1}`)).join('')
        return inside === '' ? '' : `<row r="${r + 1}">${inside}</row>`
      })
      .join('')
    const merged = merges.map((ref) => `<mergeCell ref="${ref}"/>`).join('')
    const tail = merged && `<mergeCells count="${merges.length}">${merged}</mergeCells>`
    return `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>${body}</sheetData>${tail}</worksheet>`
  }
  const sheetParts = Object.fromEntries(
    sheets.map((sheet, i) => [`xl/worksheets/sheet${i + 1}.xml`, sheetXml(sheet)]),
  )
  const names = sheets
    .map(
      ({ name, state }, i) =>
        `<sheet name="${escaped(name)}" sheetId="${i + 1}"${state ? ` state="${state}"` : ''} r:id="rId${i + 1}"/>`,
    )
    .join('')
  return {
    '[Content_Types].xml': `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>${sheets.map((_, i) => `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`).join('')}<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>`,
    '_rels/.rels': relations([['officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${names}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations([
      ...sheets.map((_, i) => ['worksheet', `worksheets/sheet${i + 1}.xml`] as const),
      ['styles', 'styles.xml'],
      ['sharedStrings', 'sharedStrings.xml'],
    ]),
    'xl/styles.xml': `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy\\ hh:mm"/></numFmts><fonts count="1"><font><sz val="11"/><name val="Times New Roman"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    ...sheetParts,
    'xl/sharedStrings.xml': `${HEAD}<sst xmlns="${MAIN}">${strings.map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join('')}</sst>`,
  }
}

export const workbook = (...sheets: FixtureSheet[]): Promise<Buffer> => pack(workbookParts(sheets))
