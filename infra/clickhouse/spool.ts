import { mkdirSync, rmSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Bytes in a file while a statement reads them. */
export type Spool = { holding<T>(bytes: Buffer, work: (file: string) => Promise<T>): Promise<T> }

/** A folder of such files; what a process that was killed left there goes when the next one opens it. */
export function openSpool(folder: string): Spool {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  let files = 0
  return {
    holding: async (bytes, work) => {
      const file = join(folder, `${++files}.native`)
      try {
        await writeFile(file, bytes, { mode: 0o600 })
        return await work(file)
      } finally {
        await rm(file, { force: true })
      }
    },
  }
}
