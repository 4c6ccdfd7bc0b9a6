import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import type { ReasonCode } from '@ioc/schemas/reason-codes.ts'
import type { Read } from '../way.ts'
import type { DropSettings } from './settings.ts'

/** A file that is open for reading; nothing beyond the size it had then is looked at. */
export type OpenFile = {
  name: string
  handle: FileHandle
  size: number
  signal: AbortSignal
  /** Told of what is odd about the file and stops nothing. */
  notice(message: string): void
}

/** Where to go on in a file: a byte and the number of its line, or (in a workbook) a row of the sheet. */
export type Place = { at: number; line: number }

/** A line or row that was read, and the place after it. */
export type Row = { read: Read; next: Place }

/** Reads the rows of one form of file on from a place (null: its beginning), some thousands at once. @throws Unreadable */
export type ReadRows = (
  file: OpenFile,
  settings: DropSettings,
  from: Place | null,
) => AsyncIterable<readonly Row[]>

/** The file as a whole is nothing that can be read; what was read of it before stays read. Becomes one `Read` with this as its fault. */
export class Unreadable extends Error {
  readonly code: ReasonCode
  constructor(code: ReasonCode, message: string) {
    super(message)
    this.name = 'Unreadable'
    this.code = code
  }
}

/** An error of the system (disk, permission), not of a library. */
export const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error && typeof (error as NodeJS.ErrnoException).code === 'string'

/** Never through a symbolic link that took the file's place since it was listed, nor waiting for the writer of a pipe. */
export const openFile = (path: string): Promise<FileHandle> =>
  open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)

const CHUNK_BYTES = 262_144

/** The bytes of a file from a place on, chunk by chunk, each a buffer of its own. */
export async function* readChunks(file: OpenFile, from: number): AsyncGenerator<Buffer> {
  let at = from
  while (at < file.size && !file.signal.aborted) {
    const chunk = Buffer.allocUnsafeSlow(Math.min(CHUNK_BYTES, file.size - at))
    const { bytesRead } = await file.handle.read(chunk, 0, chunk.length, at)
    if (bytesRead === 0) return // it was cut off meanwhile: its next look finds it changed
    at += bytesRead
    yield chunk.subarray(0, bytesRead)
  }
}

/** What tells whether two files hold the same bytes; null if reading was stopped. */
export const digestOf = async (file: OpenFile): Promise<string | null> => {
  const hash = createHash('sha256')
  for await (const chunk of readChunks(file, 0)) hash.update(chunk)
  return file.signal.aborted ? null : hash.digest('hex')
}
