import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

const synced = (path: string, text: string | null, mode?: number): void => {
  const handle = openSync(path, text === null ? 'r' : 'w', mode)
  try {
    if (text !== null) writeSync(handle, text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/**
 * Puts a text in a file's place at once, readable by its owner alone, and returns when the disk has it: file and name. Whoever reads meanwhile, or after the
 * power failed, finds what was there before or the whole of this.
 */
export const writeWhole = (file: string, text: string): void => {
  const temporary = `${file}.${process.pid}.new`
  synced(temporary, text, 0o600)
  renameSync(temporary, file)
  synced(dirname(file), null) // else the new name may be lost with the power, and the file before would count again
}
