import { csv } from './csv/csv.ts'
import type { ReadRows } from './file.ts'
import { ndjson } from './ndjson.ts'
import { xlsx } from './xlsx/xlsx.ts'

/** The form of a file by the end of its name. */
const FORMS: Readonly<Record<string, ReadRows>> = {
  '.ndjson': ndjson,
  '.jsonl': ndjson,
  '.csv': csv,
  '.tsv': csv,
  '.txt': csv,
  '.xlsx': xlsx,
  '.xlsm': xlsx,
}

export const formOf = (name: string): ReadRows | null =>
  FORMS[/\.[a-z]+$/.exec(name.toLowerCase())?.[0] ?? ''] ?? null
