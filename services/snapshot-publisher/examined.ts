import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Watermark } from '@ioc/indicators'

/** Up to where late events have been looked at, by group. A hint: without it every day within the horizon is counted again. */
export type Examined = {
  /** Null where nothing is known, or where the ledger does not reach so far any more: it is another one then. */
  of(group: string, ledger: Watermark): Watermark | null
  set(group: string, watermark: Watermark): void
}

/** Kept in `$IOC_DATA_DIR/checkpoints/late-truth.json`, written when all that was found is in the log of cuts. */
export const openExamined = (dataDir: string): Examined => {
  const folder = join(dataDir, 'checkpoints')
  const file = join(folder, 'late-truth.json')
  const known: Record<string, Watermark> = readHint(file)
  return {
    of: (group, ledger) => {
      const mine = known[group]
      const reaches = ({ topic, partition, offset }: Watermark[number]) =>
        offset <= (ledger.find((w) => w.topic === topic && w.partition === partition)?.offset ?? -1)
      return mine?.every(reaches) ? mine : null
    },
    set: (group, watermark) => {
      known[group] = watermark
      mkdirSync(folder, { recursive: true })
      writeFileSync(`${file}.new`, JSON.stringify(known))
      renameSync(`${file}.new`, file)
    },
  }
}

const readHint = (file: string): Record<string, Watermark> => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, Watermark>
  } catch {
    return {} // not there, or cut by a full disk: it is only a hint
  }
}
