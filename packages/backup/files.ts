import { mkdir, open, readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { zstdCompress, zstdDecompress } from 'node:zlib'
import { type RowsFile, type StoredFile, sha256 } from './manifest.ts'
import { BackupRefusal } from './refusal.ts'

const compress = promisify<Uint8Array, Buffer>(zstdCompress)
const decompress = promisify<Uint8Array, Buffer>(zstdDecompress)

/** Makes the folder of a new backup, readable by its owner alone. @throws BackupRefusal if something is in it */
export const makeFolder = async (folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if ((await readdir(folder)).length > 0)
    throw new BackupRefusal(`${folder} is not empty: a backup goes into a folder of its own`)
}

/** Writes one file of a backup to the disk itself, readable by its owner alone: it may hold keys, and sealed originals beside them. */
export const writeStored = async (folder: string, path: string, bytes: Uint8Array): Promise<StoredFile> => {
  const target = join(folder, path)
  await mkdir(dirname(target), { recursive: true, mode: 0o700 })
  const handle = await open(target, 'wx', 0o600)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
  return { path, bytes: bytes.byteLength, sha256: sha256(bytes) }
}

/** Lines of text as a compressed file. */
export const writeLines = async (
  folder: string,
  path: string,
  lines: readonly string[],
): Promise<RowsFile> => ({
  ...(await writeStored(
    folder,
    path,
    await compress(Buffer.from(lines.map((line) => `${line}\n`).join(''))),
  )),
  rows: lines.length,
})

/** A file's bytes, if they are still the ones that were written. @throws BackupRefusal naming the file if not */
export const readStored = async (folder: string, file: StoredFile): Promise<Buffer> => {
  const damage = (what: string) => new BackupRefusal(`the backup is damaged: ${file.path} ${what}`)
  let bytes: Buffer
  try {
    bytes = await readFile(join(folder, file.path))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw damage('is missing')
    throw error
  }
  if (bytes.byteLength !== file.bytes)
    throw damage(`has ${bytes.byteLength} bytes, written were ${file.bytes}`)
  if (sha256(bytes) !== file.sha256) throw damage('has other content than was written')
  return bytes
}

/** The text of a compressed file: lines, each with its end. */
export const readLines = async (folder: string, file: StoredFile): Promise<Buffer> =>
  decompress(await readStored(folder, file))

/** The permission bits of a file. */
export const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777
