import type { ClickHouse } from '@ioc/clickhouse'
import { pauseUnless } from '@ioc/clock/pause.ts'
import { type FoldOptions, fold, type Pipeline } from './fold.ts'
import { openStore } from './store.ts'

export { BYTES_PER_PARTITION, type Pipeline } from './fold.ts'
export { StoppedLoudly } from './remedy.ts'
export { isLasting, type Trouble } from './repeat.ts'
export { LedgerHasGap } from './resume.ts'

export type PipelineOptions = Omit<FoldOptions, 'store' | 'wait'> & { clickhouse: ClickHouse }

/** From Kafka into ClickHouse, on the engines themselves and in real time. */
export const pipeline = ({ clickhouse, ...options }: PipelineOptions): Pipeline =>
  fold({ ...options, store: openStore(clickhouse), wait: pauseUnless })
