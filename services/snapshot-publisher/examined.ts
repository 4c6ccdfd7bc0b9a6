import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Watermark } from '@ioc/indicators'

/**
 * The last look for late events: up to where, and the revision of each day that it compared. A day that was published after it as of an
 * older watermark (a cut made late, or another publisher's) was not in it: what lies between the two has been looked at for no such day.
 */
export type Look = { watermark: Watermark; days: Record<string, number> }

/** What has been looked at, by group. A hint: without it every day within the horizon is counted again. */
export type Examined = {
  /** Null where nothing is known, or where the ledger does not reach so far any more: it is another one then. */
  of(group: string, ledger: Watermark): Look | null
  set(group: string, look: Look): void
}

/** True where a watermark lies at or behind another in every partition. */
export const reaches = (watermark: Watermark, other: Watermark): boolean =>
  other.every(
    ({ topic, partition, offset }) =>
      offset <= (watermark.find((w) => w.topic === topic && w.partition === partition)?.offset ?? -1),
  )

/**
 * Kept in `$IOC_DATA_DIR/checkpoints/late-truth.json`, written when all that was found is in the log of cuts. Where it cannot be written (a full
 * disk) it holds for this process, and `onFault` is told: nothing is lost, a restart only counts more.
 */
export const openExamined = (dataDir: string, onFault: (error: unknown) => void = () => {}): Examined => {
  const folder = join(dataDir, 'checkpoints')
  const file = join(folder, 'late-truth.json')
  const temporary = `${file}.${process.pid}.new` // of each publisher of the folder its own
  const known = readHint(file)
  return {
    of: (group, ledger) => {
      const mine = known[group]
      return mine?.watermark && reaches(ledger, mine.watermark) ? (mine as Look) : null
    },
    set: (group, look) => {
      known[group] = look
      try {
        mkdirSync(folder, { recursive: true })
        writeFileSync(temporary, JSON.stringify(known))
        renameSync(temporary, file)
      } catch (error) {
        onFault(error)
      }
    },
  }
}

/** A file of before holds the watermarks alone, which say nothing of days. */
const readHint = (file: string): Record<string, Partial<Look>> => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, Partial<Look>>
  } catch {
    return {} // not there, or cut by a full disk: it is only a hint
  }
}
