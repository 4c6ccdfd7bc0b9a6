import type { Catalogues } from '@ioc/catalogues'
import { PROFILE_766_2026, profileNote } from '@ioc/scoring'
import type { Halves } from './cells.ts'
import type { Indicator } from './define.ts'
import type { ValueState } from './figure.ts'
import { judge } from './judge.ts'
import type { DatePeriod } from './periods.ts'
import type { Scope, Tree } from './scopes.ts'
import type { Part } from './scores/score.ts'
import type { Heard, Spoken } from './spoken.ts'
import type { Watermark } from './state.ts'

export type ValuePeriod = { kind: DatePeriod['kind'] | 'stated'; from: string; to: string }

/** One number: an indicator of a scope in a period, with its halves as exact decimal text, what was made of them, and its flags. */
export type IndicatorValue = {
  indicator: Indicator
  scope: Scope
  period: ValuePeriod
  state: ValueState
  numerator: string | null
  denominator: string | null
  value: string | null
  /**
   * Words of a closed set: `estimate`, `incomplete`, `simulated`, `beyond-catalogue`; `rule-of-<year>` of scores and what they are
   * made of (the rule was made later than the period); of scores also `components-missing`, `counts-doubtful` (what cannot be was
   * told of a component), and `published-points` (they stand as published, not as computed).
   */
  flags: string[]
  /** Of a score: the version of the profile that gave it. */
  profile?: string
  /** The Vietnamese word for a score. */
  band?: string
  /** What a screen must say beside the number. */
  note?: { vi: string; en: string }
  /** Codes of the score's components nobody has told anything of. */
  missing?: string[]
  /** Points of the score's components, where it is a sum of them. */
  parts?: readonly Part[]
}

/** What is asked. */
export type Question = {
  indicators: readonly Indicator[]
  /** The last day of all periods. */
  date: string
  /** Periods that end on that day, the shortest first. */
  periods: readonly DatePeriod[]
  tree: Tree
  /** Scope keys; null: every scope of the tree. */
  scopes: readonly string[] | null
  /** Of what no value is asked for; not said: of all. */
  isAsked?: (indicator: Indicator, scope: Scope) => boolean
  /** As of a cut; null: now. */
  watermark: Watermark | null
  /** How much of the current state may lie beyond the cut for it to be counted from there (`near-cut.ts`); 0: only versions are read. */
  nearShareMax?: number
  /** The instant a period that still runs is looked at, epoch ms; null where every period is over. */
  nowMs: number | null
  spoken: Spoken
}

const DAY_MS = 86_400_000
export const dayEndMs = (day: string) => dayBeginMs(day) + DAY_MS - 1

/** Each of seventeen thousand values of a date asks for the same few days, and reading one took longer than judging a value. */
const beginnings = new Map<string, number>()
const BEGINNINGS_MAX = 10_000
const dayBeginMs = (day: string): number => {
  const known = beginnings.get(day)
  if (known !== undefined) return known
  if (beginnings.size >= BEGINNINGS_MAX) beginnings.clear()
  const ms = Date.parse(`${day}T00:00:00+07:00`)
  beginnings.set(day, ms)
  return ms
}

type Head = { indicator: Indicator; scope: Scope; period: ValuePeriod }

const NOTHING = { numerator: null, denominator: null, value: null }

/** A value that cannot be: the scope holds nothing the indicator could count. */
export const notApplicable = (head: Head): IndicatorValue => ({
  ...head,
  state: 'not-applicable',
  ...NOTHING,
  flags: [],
})

/** A value of halves, or `missing` where nobody spoke for the period: that is no zero (design §3.3). */
export const judged = (
  catalogues: Catalogues,
  head: Head,
  halves: Halves,
  heard: Heard,
  estimate = false,
): IndicatorValue => {
  // Complete up to midnight says nothing of the day that begins then; and who speaks from a later day on says nothing of it either.
  if (head.period.kind !== 'stated' && heard.reachMs <= dayBeginMs(head.period.from))
    return { ...head, state: 'missing', ...NOTHING, flags: [] }
  const { kind, maximum, places } = head.indicator
  const { value } = judge(kind, halves.numerator, halves.denominator, maximum, places)
  const note = noteOf(head)
  return {
    ...head,
    state: 'reported',
    ...halves,
    // A quantile has no numerator: what was taken of the cases is its value.
    ...(kind === 'quantile' ? { numerator: null } : {}),
    value,
    flags: flagsOf(catalogues, head.period, heard, estimate, note !== null),
    ...(note ? { note } : {}),
  }
}

/** Decision 766 counts by formulas of the year of its profile, its components no less than its points. */
const RULE = PROFILE_766_2026
const noteOf = ({ indicator, period }: Head) =>
  indicator.group === 'quality' ? profileNote(RULE, period.to) : null

/** Flags of a value that is there. */
const flagsOf = (
  catalogues: Catalogues,
  period: ValuePeriod,
  heard: Heard,
  estimate: boolean,
  isLaterRule: boolean,
): string[] => [
  ...(estimate ? ['estimate'] : []),
  ...(period.kind !== 'stated' && heard.completeUpToMs < dayEndMs(period.to) ? ['incomplete'] : []),
  ...(heard.simulated ? ['simulated'] : []),
  // From here on the province is known to differ from the catalogue of units.
  ...(period.to >= catalogues.describedUntil ? ['beyond-catalogue'] : []),
  ...(isLaterRule ? [`rule-of-${RULE.madeIn}`] : []),
]
