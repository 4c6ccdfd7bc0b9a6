import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'

/** Something about a key file that a person must put right; one line says what. */
export class KeyFault extends Error {
  override readonly name = 'KeyFault'
}

/** Null where there is no such file. */
export const readIfThere = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** A secret's text, or null. Throws KeyFault where others can read it: whoever could, may have it. */
export const readSecret = (file: string): string | null => {
  const text = readIfThere(file)
  if (text !== null && (statSync(file).mode & 0o077) !== 0)
    throw new KeyFault(
      `signing key ${file} can be read by others: chmod 600 it, and replace the key if it may have leaked`,
    )
  return text
}

/** Writes a file that must not be there yet, whole or not at all, for its owner alone. False if it is there. */
export const createFile = (file: string, text: string): boolean => {
  const temporary = writeAside(file, text)
  try {
    linkSync(temporary, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    unlinkSync(temporary)
  }
}

/** Writes a file anew, whole or not at all, for its owner alone. */
export const replaceFile = (file: string, text: string): void => renameSync(writeAside(file, text), file)

/** One change at a time: two that read, think and write would drop one another's word. */
export const withLock = <T>(file: string, work: () => T): T => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  try {
    closeSync(openSync(file, 'wx', 0o600))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    throw new KeyFault(`the keys are being changed by another command; if there is none, remove ${file}`)
  }
  try {
    return work()
  } finally {
    unlinkSync(file)
  }
}

const writeAside = (file: string, text: string): string => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const temporary = `${file}.${process.pid}.new`
  const handle = openSync(temporary, 'wx', 0o600)
  writeSync(handle, text)
  fsyncSync(handle)
  closeSync(handle)
  return temporary
}
