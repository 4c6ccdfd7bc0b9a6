import type { UnitLevel } from '@ioc/catalogues'
import type { Change } from '@ioc/indicators/change.ts'
import type { RuleEvidence } from '@ioc/indicators/define.ts'
import type { MeasureKind, ValueState } from '@ioc/indicators/figure.ts'
import type { PERIOD_KINDS } from '@ioc/schemas/snapshot/value.ts'
import type { Freshness } from '../../sources/freshness.ts'
import type { Words } from '../view.tsx'

/** Answers about numbers: `/v1/overview`, `/v1/indicators…`, `/v1/scopes`. */
export type PeriodKind = (typeof PERIOD_KINDS)[number]
export type Period = { kind: PeriodKind; from: string; to: string; closed: boolean }
export type IndicatorHead = {
  id: string
  version: number
  title: Words
  group: string
  kind: MeasureKind
  unitOfMeasure: string
  source: string
  evidence: RuleEvidence
}
/** With what its rule says in words. */
export type RuledIndicator = IndicatorHead & {
  remark: Words | null
  halves: { numerator: Words; denominator: Words | null } | null
}
export type Halves = {
  state: ValueState
  numerator: number | null
  denominator: number | null
  value: string | null
  percent: string | null
  flags: string[]
  band?: string
  note?: Words
  missing?: string[]
  profile?: string
}
export type ScopeHead = {
  key: string
  unit: { code: string; name: Words; level: UnitLevel; validFrom: string }
  level: UnitLevel | null
}
export type Point = Halves & { period: Period }
export type TileAnswer = {
  indicator: IndicatorHead
  value: (Point & { trace: string }) | null
  before: Point | null
  change: Change | null
  trend: Point[]
  freshness: Freshness
  source: string | null
  lastArrivalAt: string | null
}
export type OverviewAnswer = {
  asOf: string
  /** Counted longer ago than may pass for now. */
  isOld: boolean
  date: string
  scope: ScopeHead
  period: Period
  before: Period
  /** As far as the period before is looked at, where the day asked still runs. */
  beforeUntil: string | null
  groups: { id: string; title: Words; tiles: TileAnswer[] }[]
}
export type ValueAnswer = Point & { indicator: IndicatorHead; scope: ScopeHead; trace: string }
export type ValuesAnswer = { asOf: string | null; date: string; values: ValueAnswer[] }
export type SeriesAnswer = {
  asOf: string | null
  date: string
  indicator: IndicatorHead
  scope: ScopeHead
  points: (Point & { trace: string })[]
}
export type TracedEvent = Record<string, unknown> & {
  topic: string
  partition: number
  offset: number
  event_source: string
  event_id: string
  subject: string
}
export type TraceAnswer = Point & {
  asOf: string | null
  indicator: RuledIndicator
  scope: ScopeHead
  sql: string | null
  half: 'numerator' | 'denominator'
  counts: string | null
  components?: (Halves & {
    indicator: IndicatorHead
    scope: ScopeHead
    period: Period | null
    trace: string | null
  })[]
  events: TracedEvent[]
  next: string | null
}
export type UnitRow = { code: string; level: UnitLevel; parent: string | null; name: Words }
export type ScopesAnswer = {
  date: string
  iocs: { code: string; level: string; scope: string; name: Words; evidence: string }[]
  units: UnitRow[]
}
