import type { ClickHouse } from '@ioc/clickhouse'
import { type FoldOptions, fold, type Pipeline } from './fold.ts'
import type { Wait } from './repeat.ts'
import { openStore } from './store.ts'

export { BYTES_PER_PARTITION, type Pipeline } from './fold.ts'
export { StoppedLoudly } from './remedy.ts'
export { isLasting, type Trouble } from './repeat.ts'
export { LedgerHasGap } from './resume.ts'

export type PipelineOptions = Omit<FoldOptions, 'store' | 'wait'> & { clickhouse: ClickHouse }

/** From Kafka into ClickHouse, on the engines themselves and in real time. */
export const pipeline = ({ clickhouse, ...options }: PipelineOptions): Pipeline =>
  fold({ ...options, store: openStore(clickhouse), wait: pause })

/** Ends early, without an error, when the signal says so. */
const pause: Wait = (waitMs, signal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, waitMs)
    signal.addEventListener('abort', done, { once: true })
  })
