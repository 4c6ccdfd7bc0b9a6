import {
  appendFileSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { type KnownRows, readRowHashes } from './row-hashes.ts'

/** A file that was read to its end: the `n`th of this source. */
export type FinishedFile = {
  n: number
  name: string
  stamp: string
  /** Of its bytes; '' where they changed while they were read. */
  digest: string
}

/** Files that are gone are remembered this long, so that one that comes back is not read again. */
const FILES_MAX = 20_000
/** Of all row hashes together; the oldest go first. */
const ROW_BYTES_MAX = 268_435_456

const ROWS_FILE = /^rows-(\d+)\.bin$/

/**
 * What files were read, in the source’s own folder. The checkpoint counts them, and what it does not count is not remembered: so after a kill
 * this never knows of more than was acknowledged. Losing it only reads again.
 */
export const openMemory = (folder: string) => {
  const journal = join(folder, 'files.ndjson')
  let files = new Map<string, FinishedFile>()
  /** The count the memory is of; null: it is not, or something was added that may have to go. */
  let loaded: number | null = null
  let byDigest = new Map<string, FinishedFile>()

  const told = (): FinishedFile[] => {
    let text: string
    try {
      text = readFileSync(journal, 'utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
      throw error
    }
    return text.split('\n').flatMap((line) => {
      try {
        return line === '' ? [] : [JSON.parse(line) as FinishedFile]
      } catch {
        return [] // the last line of a power cut: its file is read again
      }
    })
  }

  const remember = (file: FinishedFile) => {
    files.delete(file.name) // so that the order is that of the last reading
    files.set(file.name, file)
    if (file.digest !== '') byDigest.set(file.digest, file)
  }

  /** Rows of files nobody would compare with any more, and of too many. */
  const sweep = (counted: number) => {
    const wanted = new Set([...files.values()].map(({ n }) => n))
    const kept = readdirSync(folder)
      .map((name) => ({ name, n: Number(ROWS_FILE.exec(name)?.[1] ?? Number.NaN) }))
      .filter(({ n }) => !Number.isNaN(n))
      .sort((a, b) => b.n - a.n)
    let bytes = 0
    for (const { name, n } of kept) {
      bytes += statSync(join(folder, name)).size
      // The one after the last counted is being written.
      const isNeeded = n === counted + 1 || (wanted.has(n) && bytes <= ROW_BYTES_MAX)
      if (!isNeeded) rmSync(join(folder, name), { force: true })
    }
  }

  return {
    /** Knows what the checkpoint counts, and nothing else. */
    load: (counted: number): void => {
      if (loaded === counted) return
      loaded = counted
      files = new Map()
      byDigest = new Map()
      const lines = told()
      for (const file of lines) if (file.n <= counted) remember(file)
      // Only what a name holds now: one that goes back to what it held before has changed.
      byDigest = new Map([...files.values()].map((file) => [file.digest, file]))
      byDigest.delete('')
      if (lines.length > 2 * files.size || lines.some(({ n }) => n > counted)) {
        writeFileSync(
          `${journal}.new`,
          [...files.values()].map((file) => `${JSON.stringify(file)}\n`).join(''),
        )
        renameSync(`${journal}.new`, journal)
      }
      sweep(counted)
    },
    /** Knows what is there, of another reading that may go on meanwhile, and changes nothing of it. */
    look: (): void => {
      for (const file of told()) remember(file)
    },
    /** Lets the oldest of many go, but none that is still there. */
    forget: (present: ReadonlySet<string>): void => {
      for (const name of files.keys()) {
        if (files.size <= FILES_MAX) return
        if (!present.has(name)) files.delete(name)
      }
    },
    known: (name: string): FinishedFile | undefined => files.get(name),
    sameBytes: (digest: string): FinishedFile | undefined => byDigest.get(digest),
    finish: (file: FinishedFile): void => {
      loaded = null
      appendFileSync(journal, `${JSON.stringify(file)}\n`, { mode: 0o600 })
      const before = files.get(file.name)
      if (before && byDigest.get(before.digest)?.name === file.name) byDigest.delete(before.digest)
      remember(file)
    },
    rowsPath: (n: number): string => join(folder, `rows-${n}.bin`),
    rowsOf: (file: FinishedFile | undefined): KnownRows | null =>
      file === undefined ? null : readRowHashes(join(folder, `rows-${file.n}.bin`)),
  }
}
export type Memory = ReturnType<typeof openMemory>
