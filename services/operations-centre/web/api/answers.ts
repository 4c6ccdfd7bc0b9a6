import type { ActionKind } from '@ioc/dead-letters/actions.ts'
import type { State } from '@ioc/dead-letters/list.ts'
import type { Opened } from '@ioc/dead-letters/look.ts'
import type { Replayed } from '@ioc/dead-letters/replay.ts'
import type { Explained, SnapshotRow } from '@ioc/exchange'
import type { Figure } from '@ioc/indicators/figure.ts'
import type { Fault } from '@ioc/snapshot/verdict.ts'
import type { FormField } from '../../contracts/form-fields.ts'
import type { Stage } from '../../pulse/stages.ts'
import type { RemedyState } from '../../routes/remediation.ts'
import type { Cell, CellState } from '../../snapshots/calendar.ts'
import type { Source } from '../../sources/sources.ts'

import type { Words } from '../view.tsx'

/** What the API answers, in the server's own types. */
export type RiverAnswer = {
  asOf: string
  business: { now: string; running: boolean; simulated: boolean }
  totals: Record<'produced' | 'kept' | 'skipped' | 'rejected', number | null>
  stages: (Omit<Stage, 'asOfMs'> & { asOf: string | null })[]
}
export type FiguresAnswer = { asOf: string; figures: Figure[] }
export type RemedyRow = {
  code: string
  remedy: Words
  leadText: string | null
  cooperatingText: string | null
  deadline: string | null
  deadlineText: string | null
  state: RemedyState
}
export type RemediationCriterion = {
  code: string | null
  name: Words | null
  cause: Words | null
  counts: Record<RemedyState, number>
  remedies: RemedyRow[]
}
export type RemediationAnswer = { asOf: string; criteria: RemediationCriterion[] }
export type SourcesAnswer = { asOf: string; sources: Source[] }
/** The contracts as fields to be filled in. */
export type ContractsAnswer = { contracts: { id: string; title: Words; fields: FormField[] }[] }
type Reason = { path: string; code: string; message: string }
export type DeadLetterRow = {
  topic: string
  partition: number
  offset: number
  appendedAt: string
  source: string | null
  contract: string | null
  reasons: Reason[]
  state: State
  replays: number
  replayedAt: string | null
}
export type DeadLettersAnswer = { asOf: string; deadLetters: DeadLetterRow[]; next: string | null }
export type DeadLetterCounts = {
  asOf: string
  records: number
  reasons: { code: string; records: number; newestAt: string }[]
  sources: { source: string | null; records: number; newestAt: string }[]
  contracts: { contract: string | null; records: number; newestAt: string }[]
  states: { state: State; records: number }[]
}
export type DeadLetterDetail = DeadLetterRow & {
  root: string
  bytes: number
  actions: {
    action: ActionKind
    actedAt: string
    // with the operator key only
    actor?: string
    why?: string
    detail?: { changed?: string[] }
  }[]
  replayRecords: { position: string; verdict: string; appendedAt: string; reasons: Reason[] }[]
}
export type OpenedDeadLetter = Pick<Opened, 'event' | 'outline' | 'bytes'>
export type ReplayAnswer = Pick<Replayed, 'outcome' | 'at' | 'reasons'>
export type ReplayPage = { results: ReplayAnswer[]; next: string | null }
export type SnapshotsAnswer = {
  asOf: string | null
  snapshots: (Omit<SnapshotRow, 'publishedMs'> & { publishedAt: string })[]
}
export type FeedChoicesAnswer = {
  sources: string[] | null
  contracts: string[]
  units: { code: string; name: Words; level: string; parent: string | null }[]
}
export type CalendarAnswer = {
  asOf: string
  month: string
  today: string
  firstDate: string | null
  groups: string[]
  days: string[]
  cells: Cell[]
}
type Named = {
  indicator: string
  title: Words | null
  unit: string
  since: string | null
  unitName: Words | null
  level: string
  period: { kind: string; from: string; to: string }
}
export type ShownValue = {
  state: string
  kind: string
  value: string | null
  numerator: number | null
  denominator: number | null
  unitOfMeasure: string
}
export type ChangedCell = Named & { before: ShownValue | null; after: ShownValue | null }
export type SnapshotAnswer = {
  group: string
  date: string
  revision: number
  digest: string
  publishedAt: string
  bytes: number
  values: number
  reason: { code: string; text: string | null }
  cut: { catalogueVersion: string; indicatorsVersion: string; cutNote: string | null; records: number }
  revisions: { revision: number; publishedAt: string; state: CellState; attempts: number }[]
  deliveries: {
    at: string
    receiver: string
    outcome: string
    code: string | null
    detail: string | null
    httpStatus: number | null
    durationMs: number
    receipt: string | null
    // with the operator key only
    askedBy?: string
    askedWhy?: string
  }[]
}
export type ChangesAnswer = {
  from: { revision: number } | null
  total: number
  cells: ChangedCell[]
  rules: boolean
}
export type VerificationAnswer = {
  at: string
  digest: string
  kind: 'sound' | 'wrong'
  fault: Fault | null
  path: string | null
  reason: string | null
}
export type PreviewAnswer = {
  revision: number
  values: number
  total: number | null
  changes: ChangedCell[]
  sample: (Named & { value: ShownValue })[]
}
export type SnapshotValuesAnswer = {
  total: number
  values: (Named & { value: ShownValue })[]
  next: number | null
  indicators: { id: string; title: Words | null }[]
  units: { code: string; name: Words | null }[]
}
export type ExplainAnswer = Explained
export type PublishedAnswer = { snapshots: { revision: number; receipt: string }[] }
