import { mkdirSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { WatchedDisk } from './disk.ts'
import { ClickHouseException } from './exception.ts'

/** Bytes in a file while a statement reads them. */
export type Spool = { holding<T>(bytes: Buffer, work: (file: string) => Promise<T>): Promise<T> }

/**
 * A folder of such files inside the data folder, so that one look tells of both; what a process that was killed left there goes when
 * the next one opens it. `holding` throws NOT_ENOUGH_SPACE when the bytes do not fit.
 */
export function openSpool(disk: WatchedDisk): Spool {
  const folder = resolve(disk.folder, 'spool')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  let files = 0
  return {
    holding: async (bytes, work) => {
      const file = resolve(folder, `${++files}.native`)
      try {
        await writeFile(file, bytes, { mode: 0o600 }).catch(refuseIfFull)
        return await work(file)
      } finally {
        // What goes here makes room, so it is looked at first, and nothing else runs in between.
        disk.look()
        rmSync(file, { force: true })
      }
    },
  }

  /** Nothing has begun yet: the engine's own refusal on a full disk. */
  function refuseIfFull(thrown: NodeJS.ErrnoException): never {
    if (thrown.code !== 'ENOSPC' && thrown.code !== 'EDQUOT') throw thrown
    throw new ClickHouseException(
      243,
      'NOT_ENOUGH_SPACE',
      `Rows could not be put aside in ${folder}: ${disk.look() ?? thrown.message}`,
    )
  }
}
