import type { BigIntStats } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { join, matchesGlob } from 'node:path'
import { CannotRead, type WayDoors } from '../way.ts'
import { isSystemError } from './file.ts'
import { formOf } from './forms.ts'
import type { DropSettings } from './settings.ts'

/** A file as it stands in the folder. */
export type FolderFile = {
  name: string
  path: string
  size: number
  /** When it was written (system clock, epoch ms), as far as that can be: never after it came to be here. */
  writtenMs: number
  /** Of size, times and inode: the same stamp is the same bytes. Another one may still be. */
  stamp: string
}

/** Those that programs write beside a file they have not finished, or while a person has it open. */
const UNFINISHED = /^[.~]|\.(?:part|partial|tmp|temp|crdownload|filepart)$|~$/i

/** By when it was written, then by name: what came first is read first. */
export const inOrder = (a: FolderFile, b: FolderFile): number =>
  a.writtenMs - b.writtenMs || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)

const stampOf = (stat: BigIntStats) => `${stat.size}-${stat.mtimeNs}-${stat.ctimeNs}-${stat.ino}`

/** A file that grows for longer than this may never stop, a log say. */
const GROWING_MS_MAX = 600_000

/** A clock ahead of ours by more than this has dated the file. */
const AHEAD_MS_MAX = 60_000

/** Watches a folder by looking: what is new or changed is only told of when it has stood still for `settleMs`. */
export const openFolder = ({ folder, files, settleMs }: DropSettings, doors: WayDoors) => {
  const pattern = files.normalize('NFC').toLowerCase()
  const seen = new Map<string, { stamp: string; sinceMs: number; firstMs: number }>()

  const names = async (): Promise<string[]> => {
    try {
      const entries = await readdir(folder, { withFileTypes: true })
      const matching = entries.filter(({ name }) => matchesGlob(name.normalize('NFC').toLowerCase(), pattern))
      const wanted = matching.filter(({ name }) => !UNFINISHED.test(name))
      const links = wanted.filter((entry) => entry.isSymbolicLink()).length
      if (links > 0)
        doors.notice(`${links} symbolic links in ${folder} are not followed; copy the files there`)
      const plain = wanted.filter((entry) => entry.isFile())
      const unknown = plain.filter(({ name }) => formOf(name) === null).length
      if (unknown > 0)
        doors.notice(
          `${unknown} files in ${folder} are not read: by their names they are no .ndjson, .csv or .xlsx`,
        )
      return plain.map(({ name }) => name).filter((name) => formOf(name) !== null)
    } catch (error) {
      if (!isSystemError(error)) throw error
      throw new CannotRead(
        `the folder ${folder} cannot be read (${error.code}): make it, let this service read it, or name another in the settings (folder)`,
        { cause: error },
      )
    }
  }

  const fileOf = async (name: string): Promise<FolderFile | null> => {
    const path = join(folder, name)
    let stat: BigIntStats
    try {
      stat = await lstat(path, { bigint: true })
    } catch (error) {
      if (isSystemError(error)) return null // it went away again, or will be there at the next look
      throw error
    }
    if (!stat.isFile()) return null
    const nowMs = doors.now()
    const dated = Math.min(Number(stat.mtimeMs), Number(stat.ctimeMs))
    if (dated > nowMs + AHEAD_MS_MAX)
      doors.notice(
        `a file in ${folder} is dated in the future: a clock is ahead of ours; it counts as of now`,
      )
    return {
      ...{ name, path, size: Number(stat.size), stamp: stampOf(stat) },
      writtenMs: Math.max(0, Math.min(dated, nowMs)),
    }
  }

  /**
   * Files in the order they are read, and in how many ms the next of the others may be whole (null: there are none).
   * @param isKnown a file that is known as it stands needs not stand still again
   */
  const look = async (
    isKnown: (file: FolderFile) => boolean,
  ): Promise<{ ready: FolderFile[]; waitMs: number | null; present: ReadonlySet<string> }> => {
    const ready: FolderFile[] = []
    let waitMs: number | null = null
    const present = new Set<string>()
    for (const name of await names()) {
      const file = await fileOf(name)
      if (!file) continue
      present.add(name)
      const nowMs = doors.now()
      const before = seen.get(name)
      const sinceMs = before?.stamp === file.stamp ? before.sinceMs : nowMs
      const leftMs = isKnown(file) ? 0 : sinceMs + settleMs - nowMs
      const firstMs = leftMs > 0 ? (before?.firstMs ?? nowMs) : nowMs
      seen.set(name, { stamp: file.stamp, sinceMs, firstMs })
      if (nowMs - firstMs > GROWING_MS_MAX)
        doors.notice(
          `${name} has been written to without a pause of ${settleMs} ms for ${Math.round((nowMs - firstMs) / 60_000)} minutes: it is read once it stands still`,
        )
      if (leftMs <= 0) ready.push(file)
      else waitMs = Math.min(waitMs ?? leftMs, leftMs)
    }
    for (const name of seen.keys()) if (!present.has(name)) seen.delete(name)
    return { ready: ready.sort(inOrder), waitMs, present }
  }
  return { look }
}
export type Folder = ReturnType<typeof openFolder>
