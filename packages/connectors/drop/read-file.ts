import type { FileHandle } from 'node:fs/promises'
import { lstat } from 'node:fs/promises'
import type { Read } from '../way.ts'
import { CannotRead } from '../way.ts'
import { brokenFile } from './faults.ts'
import { digestOf, isSystemError, type OpenFile, openFile, type Place, type Row, Unreadable } from './file.ts'
import type { FolderFile } from './folder.ts'
import { formOf } from './forms.ts'
import type { DropSettings } from './settings.ts'

/** A file in the hand of its reader. */
export type FileReader = {
  digest: string
  rows(from: Place | null): AsyncIterable<readonly Row[]>
  /** What went wrong with the file as a whole, once its rows have ended. */
  fault(): Read | null
  /** True if it was written to since it was listed. */
  hasChanged(): Promise<boolean>
  close(): Promise<void>
}

/** Not this file is wrong but the way to it; the others may be no better. */
const cannotRead = (name: string, error: NodeJS.ErrnoException) =>
  new CannotRead(`the file ${name} cannot be read now (${error.code}); it is tried again`, { cause: error })

const nothing = async function* (): AsyncGenerator<readonly Row[]> {}

/**
 * Opens a file of the folder. Null: it is gone, or stopped meanwhile. One we may not read has no rows and a fault.
 * @throws CannotRead when the disk does not answer
 */
export const openReader = async (
  file: FolderFile,
  settings: DropSettings,
  {
    signal,
    notice,
    knownDigest,
  }: { signal: AbortSignal; notice(message: string): void; knownDigest: string | null },
): Promise<FileReader | null> => {
  const { name, path, size, stamp } = file
  let handle: FileHandle
  try {
    handle = await openFile(path)
  } catch (error) {
    if (!isSystemError(error)) throw error
    if (error.code === 'ENOENT' || error.code === 'ELOOP') return null
    if (error.code !== 'EACCES' && error.code !== 'EPERM') throw cannotRead(name, error)
    const digest = `unread-${stamp}`
    return {
      ...{ digest, rows: nothing, hasChanged: async () => false, close: async () => {} },
      fault: () =>
        brokenFile(
          { name, size, digest },
          'file-not-readable',
          'may not be read by this service: give it the right to',
        ),
    }
  }
  const open: OpenFile = { name, handle, size, signal, notice: (message) => notice(`${name} ${message}`) }
  let digest: string | null
  try {
    digest = knownDigest ?? (await digestOf(open))
  } catch (error) {
    await handle.close()
    throw isSystemError(error) ? cannotRead(name, error) : error
  }
  if (digest === null) {
    await handle.close()
    return null
  }
  let fault: Read | null = null
  const known = digest
  return {
    digest,
    rows: async function* (from) {
      try {
        yield* formOf(name)!(open, settings, from)
      } catch (error) {
        if (isSystemError(error)) throw cannotRead(name, error)
        if (!(error instanceof Unreadable)) throw error
        fault = brokenFile({ name, size, digest: known }, error.code, error.message)
      }
    },
    fault: () => fault,
    hasChanged: async () => {
      try {
        const now = await lstat(path, { bigint: true })
        return `${now.size}-${now.mtimeNs}-${now.ctimeNs}-${now.ino}` !== stamp
      } catch (error) {
        if (isSystemError(error)) return true
        throw error
      }
    },
    close: () => handle.close(),
  }
}
