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

/**
 * Counts are kept in `$IOC_DATA_DIR/checkpoints/<producer>.push.<source>.json`, at most twice a second: a crash forgets half a second of
 * counts, never an event.
 */
export const openPushCounts = (dataDir: string, producer: string): PushCounts => {
  const known = new Map<string, { file: ReturnType<typeof openCheckpoints>; state: SourceState }>()
  const unsaved = new Set<string>()
  let savedAtMs = Number.NEGATIVE_INFINITY
  const kept = (source: string) => {
    const before = known.get(source)
    if (before) return before
    const file = openCheckpoints(dataDir, producer, `push.${source}`)
    const loaded = { file, state: file.load() }
    known.set(source, loaded)
    return loaded
  }
  const save = () => {
    for (const source of unsaved) {
      const { file, state } = kept(source)
      file.save(state)
    }
    unsaved.clear()
    savedAtMs = performance.now()
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
