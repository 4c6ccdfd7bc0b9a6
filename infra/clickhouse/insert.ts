/** An `INSERT INTO table (columns) FORMAT …` whose rows follow as bytes the engine parses by itself. */
export interface RowsInsert {
  table: string
  columns: string[] | undefined
  settings: Record<string, string | number>
  format: RowsFormat
  /** How many bytes of the text belong to the statement; rows begin after them. */
  headBytes: number
}

/** Formats the engine takes as raw bytes; any other goes in as text. */
const ROWS_FORMATS = [
  'JSONEachRow',
  'JSONCompactEachRow',
  'CSV',
  'CSVWithNames',
  'TabSeparated',
  'TabSeparatedWithNames',
  'Native',
] as const
export type RowsFormat = (typeof ROWS_FORMATS)[number]
const ALIASES: Record<string, RowsFormat> = {
  tsv: 'TabSeparated',
  tsvwithnames: 'TabSeparatedWithNames',
  jsonlines: 'JSONEachRow',
  ndjson: 'JSONEachRow',
}

/**
 * Reads the head of an insert from the first bytes of a request.
 * Anything unusual (functions, `EXCEPT`, names that need quotes, other formats) is `undefined`: it is still a valid
 * insert, but the engine must read the statement itself.
 */
export function readRowsInsert(bytes: Buffer): RowsInsert | undefined {
  // latin1 keeps one character per byte, so a position in the text is a position in the bytes.
  const match = HEAD.exec(bytes.subarray(0, HEAD_BYTES_MAX).toString('latin1'))
  const { table, columns, settings, format } = match?.groups ?? {}
  if (match === null || table === undefined || format === undefined) return undefined
  const name = ROWS_FORMATS.find((known) => known.toLowerCase() === format.toLowerCase())
  const rowsFormat = name ?? ALIASES[format.toLowerCase()]
  if (rowsFormat === undefined) return undefined
  return {
    table: bare(table),
    columns: columns?.split(',').map((column) => bare(column.trim())),
    settings: readSettings(settings ?? ''),
    format: rowsFormat,
    headBytes: match[0].length,
  }
}

const HEAD_BYTES_MAX = 65_536
const NAME = '(?:[A-Za-z_]\\w*|`\\w+`|"\\w+")'
const SETTING = "\\w+\\s*=\\s*(?:'[^'\\\\]*'|-?[\\d.]+)"
const HEAD = new RegExp(
  `^(?:\\s+|--[^\\n]*\\n|/\\*[\\s\\S]*?\\*/)*INSERT\\s+INTO\\s+(?:TABLE\\s+)?(?<table>${NAME}(?:\\.${NAME})?)\\s*` +
    `(?:\\(\\s*(?<columns>${NAME}(?:\\s*,\\s*${NAME})*)\\s*\\)\\s*)?` +
    `(?:SETTINGS\\s+(?<settings>${SETTING}(?:\\s*,\\s*${SETTING})*)\\s+)?` +
    'FORMAT\\s+(?<format>[A-Za-z]\\w*)[ \\t]*(?:;[ \\t]*)?(?:\\r?\\n|$|(?=[^\\w;]))',
  'i',
)

function bare(name: string): string {
  return name.replace(/[`"]/g, '')
}

function readSettings(text: string): Record<string, string | number> {
  const pairs = [...text.matchAll(/(\w+)\s*=\s*(?:'([^']*)'|(-?[\d.]+))/g)]
  return Object.fromEntries(pairs.map(([, name, quoted, number]) => [name, quoted ?? Number(number)]))
}
