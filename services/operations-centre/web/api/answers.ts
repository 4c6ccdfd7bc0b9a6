import type { Figure } from '@ioc/indicators/figure.ts'
import type { Stage } from '../../pulse/stages.ts'
import type { SnapshotRow } from '../../snapshots/snapshots.ts'
import type { Source } from '../../sources/sources.ts'

/** What the API answers, in the server's own types. */
export type RiverAnswer = {
  asOf: string
  business: { now: string; running: boolean; simulated: boolean }
  totals: Record<'produced' | 'kept' | 'skipped' | 'rejected', number | null>
  stages: (Omit<Stage, 'asOfMs'> & { asOf: string | null })[]
}
export type FiguresAnswer = { asOf: string; figures: Figure[] }
export type SourcesAnswer = { asOf: string; sources: Source[] }
export type DeadLetterRow = {
  topic: string
  partition: number
  offset: number
  appendedAt: string
  source: string | null
  contract: string | null
  reasons: { path: string; code: string; message: string }[]
}
export type DeadLettersAnswer = { asOf: string; deadLetters: DeadLetterRow[]; next: string | null }
export type ReasonsAnswer = { asOf: string; reasons: { code: string; records: number; newestAt: string }[] }
export type SnapshotsAnswer = {
  asOf: string
  snapshots: (Omit<SnapshotRow, 'publishedMs'> & { publishedAt: string })[]
}
