import { existsSync } from 'node:fs'
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { modeOf, readStored, writeStored } from './files.ts'
import { type Manifest, sha256 } from './manifest.ts'
import { BackupRefusal } from './refusal.ts'

/** What of a data folder is the product's own memory. The engines' data, logs and process ids are not; `national-ioc` is another party's. */
const CHECKPOINTS = 'checkpoints'
const SECRET = ['keys', 'secrets']
const CLOCK = 'clock.json'
const PREFIX = 'folder'

/** Copies checkpoints and clock, and keys and secrets unless they are to be left out. Unfinished writes (`.new`) are no files yet. */
export const copyFolder = async (
  dataDir: string,
  backup: string,
  withKeys: boolean,
): Promise<Manifest['folder']> => {
  const stored: Manifest['folder'] = []
  const paths = [
    ...(existsSync(join(dataDir, CLOCK)) ? [CLOCK] : []),
    ...(await below(dataDir, CHECKPOINTS)),
    ...(withKeys ? (await Promise.all(SECRET.map((name) => below(dataDir, name)))).flat() : []),
  ]
  for (const path of paths)
    stored.push({
      ...(await writeStored(backup, `${PREFIX}/${path}`, await readFile(join(dataDir, path)))),
      mode: await modeOf(join(dataDir, path)),
    })
  return stored
}

const below = async (dataDir: string, name: string): Promise<string[]> => {
  const directory = join(dataDir, name)
  if (!existsSync(directory)) return []
  const entries = await readdir(directory, { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.new'))
    .map((entry) => join(entry.parentPath, entry.name).slice(dataDir.length + 1))
    .sort()
}

/** What becomes of each file of a backup in a data folder. */
type Placing = { path: string; file: Manifest['folder'][number]; there: 'nothing' | 'same' | 'other' }

/**
 * Looks whether the files can be placed. A key that is there and differs would make sealed and signed things unreadable; a
 * checkpoint that differs claims records a new Kafka does not have. Where Kafka was kept its checkpoints are the newer ones, and stay.
 * @throws BackupRefusal naming what is in the way
 */
export const lookAtFolder = async (
  dataDir: string,
  files: Manifest['folder'],
  kafka: 'kept' | 'lost',
): Promise<Placing[]> => {
  const placings = await Promise.all(
    files.map(async (file): Promise<Placing> => {
      const path = file.path.slice(PREFIX.length + 1)
      const there = await readFile(join(dataDir, path)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null
        throw error
      })
      return {
        path,
        file,
        there: there === null ? 'nothing' : sha256(there) === file.sha256 ? 'same' : 'other',
      }
    }),
  )
  const staying = (path: string) => kafka === 'kept' && path.startsWith(`${CHECKPOINTS}/`)
  const known = new Set(placings.map(({ path }) => path))
  // A checkpoint the backup does not know claims records it does not hold.
  const strange =
    kafka === 'lost' ? (await below(dataDir, CHECKPOINTS)).filter((path) => !known.has(path)) : []
  const inTheWay = [
    ...placings.filter(({ path, there }) => there === 'other' && !staying(path)).map(({ path }) => path),
    ...strange,
  ]
  if (inTheWay.length > 0)
    throw new BackupRefusal(
      `${dataDir} already holds other ${inTheWay.join(', ')}: restore into a new data folder, or move these away`,
    )
  return placings.filter(({ there }) => there === 'nothing')
}

/** Writes the files that are not there yet, with the modes they had. */
export const placeFolder = async (
  backup: string,
  dataDir: string,
  placings: readonly Placing[],
): Promise<void> => {
  for (const { path, file } of placings) {
    const target = join(dataDir, path)
    await mkdir(dirname(target), { recursive: true, mode: 0o700 })
    await writeFile(target, await readStored(backup, file), { mode: file.mode, flag: 'wx' })
    await chmod(target, file.mode)
  }
}
