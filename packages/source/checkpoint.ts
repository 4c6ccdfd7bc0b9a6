import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Checkpoint } from './source.ts'

/** How far a source has come, and what it has sent since its first start. */
export type SourceState = {
  checkpoint: Checkpoint | null
  emitted: number
  rejected: number
  skipped: number
  completeUpToMs: number | null
  finished: boolean
}

const FRESH: SourceState = {
  checkpoint: null,
  emitted: 0,
  rejected: 0,
  skipped: 0,
  completeUpToMs: null,
  finished: false,
}

/** A checkpoint file that cannot be used; the message says which and what to do, and nothing of what stands in it. */
export class CheckpointUnreadable extends Error {
  override readonly name = 'CheckpointUnreadable'
}

/**
 * Keeps a source's state in `$IOC_DATA_DIR/checkpoints`. Saved only after everything before it was acknowledged; a crash in
 * between sends the last batch again, which changes nothing (design §3.1).
 */
export const openCheckpoints = (dataDir: string, producer: string, source: string) => {
  const directory = join(dataDir, 'checkpoints')
  const file = join(directory, `${producer}.${source}.json`)
  return {
    load: (): SourceState => {
      try {
        return { ...FRESH, ...(JSON.parse(readFileSync(file, 'utf8')) as Partial<SourceState>) }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return FRESH
        throw new CheckpointUnreadable(
          `the checkpoint ${file} cannot be read; remove it to read the source again from its beginning`,
        )
      }
    },
    save: (state: SourceState): void => {
      mkdirSync(directory, { recursive: true })
      const temporary = `${file}.new`
      const handle = openSync(temporary, 'w')
      writeSync(handle, JSON.stringify(state))
      fsyncSync(handle)
      closeSync(handle)
      renameSync(temporary, file)
    },
  }
}
