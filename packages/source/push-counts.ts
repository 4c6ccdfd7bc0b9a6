import type { Log } from '@ioc/log'
import { openCheckpoints, type SourceState } from './checkpoint.ts'

const SAVE_EVERY_MS = 500

/** What was taken from those who push, by source, since the first start of each. */
export type PushCounts = {
  /** One of its events was acknowledged; `isRejected`: as a sealed original. */
  count(source: string, isRejected: boolean): void
  /** Of a source that never pushed: zeros. */
  of(source: string): { emitted: number; rejected: number }
  /** Writes down what was counted since it was last written. */
  save(): void
}

const NONE: SourceState = {
  ...{ checkpoint: null, emitted: 0, rejected: 0, skipped: 0, completeUpToMs: null, finished: false },
}

/**
 * Counts are kept in `$IOC_DATA_DIR/checkpoints/<producer>.push.<source>.json`, at most twice a second: a crash forgets half a second of
 * counts, never an event. Nothing here throws: what was acknowledged must not be answered with a fault because its count cannot be kept. It is then
 * counted in memory, said once in the log, and written again until it works; a file that cannot be read begins at zero.
 */
export const openPushCounts = (
  dataDir: string,
  producer: string,
  log: Pick<Log, 'error' | 'info'>,
): PushCounts => {
  const known = new Map<string, { file: ReturnType<typeof openCheckpoints>; state: SourceState }>()
  const unsaved = new Set<string>()
  let savedAtMs = Number.NEGATIVE_INFINITY
  const loadedOf = (file: ReturnType<typeof openCheckpoints>, source: string): SourceState => {
    try {
      return file.load()
    } catch (error) {
      log.error({ source, fault: (error as Error).message }, 'what was pushed is counted from zero again')
      return NONE
    }
  }
  let isSavable = true
  const kept = (source: string) => {
    const before = known.get(source)
    if (before) return before
    const file = openCheckpoints(dataDir, producer, `push.${source}`)
    const loaded = { file, state: loadedOf(file, source) }
    known.set(source, loaded)
    return loaded
  }
  const save = () => {
    savedAtMs = performance.now()
    try {
      for (const source of unsaved) {
        const { file, state } = kept(source)
        file.save(state)
        unsaved.delete(source)
      }
      if (!isSavable) log.info('counts of what was pushed are saved again')
      isSavable = true
    } catch (error) {
      if (isSavable)
        log.error(
          { err: error },
          'counts of what was pushed cannot be saved; events are taken, and it is tried again',
        )
      isSavable = false
    }
  }
  return {
    count: (source, isRejected) => {
      const mine = kept(source)
      mine.state = {
        ...mine.state,
        emitted: mine.state.emitted + 1,
        rejected: mine.state.rejected + (isRejected ? 1 : 0),
      }
      unsaved.add(source)
      if (performance.now() - savedAtMs >= SAVE_EVERY_MS) save()
    },
    of: (source) => {
      const { emitted, rejected } = kept(source).state
      return { emitted, rejected }
    },
    save,
  }
}
