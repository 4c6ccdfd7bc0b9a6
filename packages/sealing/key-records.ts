import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { writeWhole } from './whole-file.ts'

/** What a folder of records holds: those that could be read, and the files that could not, with why. */
export type KeyRecords<Entry> = { records: Entry[]; faults: { file: string; fault: string }[] }

/**
 * Reads what is kept of keys and tokens, never the keys: one JSON file each, by name, so that two commands at once cannot undo one another.
 * @param read gives null for what is no record, or is one under another's name
 */
export const readKeyRecords = <Entry>(
  folder: string,
  read: (json: unknown, name: string) => Entry | null,
): KeyRecords<Entry> => {
  const found: KeyRecords<Entry> = { records: [], faults: [] }
  for (const file of filesOf(folder)) {
    const text = ownText(join(folder, file))
    const entry = 'fault' in text ? null : read(jsonOf(text.text), file.slice(0, -'.json'.length))
    if (entry !== null) found.records.push(entry)
    else found.faults.push({ file, fault: 'fault' in text ? text.fault : 'is no such record' })
  }
  return found
}

/** Keeps a record for its owner alone, whole or not at all: services read it while it is written. */
export const keepKeyRecord = (folder: string, name: string, record: object): void => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeWhole(join(folder, `${name}.json`), `${JSON.stringify(record)}\n`)
}

/** What a file that is for its owner alone holds, or why it must not be used. */
export const ownText = (file: string): { text: string } | { fault: string; code: string | null } => {
  try {
    if ((statSync(file).mode & 0o077) !== 0)
      return {
        fault: 'can be read or written by others: chmod 600 it, and replace the key if it may have leaked',
        code: null,
      }
    return { text: readFileSync(file, 'utf8') }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
    return { fault: `cannot be read (${code}): it must belong to whoever runs this`, code }
  }
}

const filesOf = (folder: string): string[] => {
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null // told as what it is: no record
  }
}
