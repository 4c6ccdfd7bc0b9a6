import type { Catalogues, Unit, UnitLevel } from '@ioc/catalogues'
import type { ClickHouse } from '@ioc/clickhouse'
import { chainOf } from './bounds.ts'
import { type Cells, countCells, type Grouping, type Halves } from './cells.ts'
import {
  type CountedIndicator,
  type Indicator,
  isCounted,
  isReported,
  isScore,
  madeOf,
  type ReportedIndicator,
} from './define.ts'
import type { ValueState } from './figure.ts'
import { judge } from './judge.ts'
import type { DatePeriod } from './periods.ts'
import { readPrinted } from './printed.ts'
import { newestReports, type Report, readReports } from './reports.ts'
import { only, type Scope, type ScopeMap, scopesOf, type Tree } from './scopes.ts'
import { scoreValues } from './scores/values.ts'
import { openSets, type SetOfSubjects } from './sets/index.ts'
import { type Spoken, spokenFor } from './spoken.ts'
import { REPORTS, stateOf, type Watermark } from './state.ts'

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
   * Words of a closed set: `estimate`, `incomplete`, `simulated`, `beyond-catalogue`; of scores also `rule-of-<year>` (the rule was
   * made later than the period), `components-missing`, and `published-points` (they stand as published, not as computed).
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
  /** As of a cut; null: now. */
  watermark: Watermark | null
  /** The instant a period that still runs is looked at, epoch ms; null where every period is over. */
  nowMs: number | null
  spoken: Spoken
}

const dayEndMs = (day: string) => Date.parse(`${day}T23:59:59.999+07:00`)
const dayBeginMs = (day: string) => Date.parse(`${day}T00:00:00+07:00`)

/** A period that still runs ends, for what is counted, at the instant it is looked at. */
export const chainFor = (question: Question, periods: readonly { from: string; to: string }[]) => ({
  ...chainOf(periods),
  endsAt:
    question.nowMs !== null && question.nowMs <= dayEndMs(question.date)
      ? `fromUnixTimestamp64Milli(toInt64(${question.nowMs}), 'Asia/Ho_Chi_Minh')`
      : null,
})

/** Survey years are stated by the forms: the newest with a form handed in by the date. */
const surveyYears = async (
  clickhouse: ClickHouse,
  set: SetOfSubjects,
  { date, watermark }: Question,
): Promise<ValuePeriod[]> => {
  const state = stateOf(set, ['survey_year', 'submitted_at'], watermark)
  const [row] = await clickhouse.query<{ year: number }>(
    `SELECT max(survey_year) AS year FROM (${state.sql}) WHERE submitted_at < toDateTime64({date:Date} + 1, 3, 'Asia/Ho_Chi_Minh')`,
    { ...state.params, date },
  )
  return row && row.year > 0 ? [{ kind: 'stated', from: `${row.year}-01-01`, to: `${row.year}-12-31` }] : []
}

/** The units whose word is a word for a scope: itself, those above it and those below it. */
export const speakersOf = (catalogues: Catalogues, { unit }: Scope, day: string): string[] => {
  const on =
    unit.validTo === null || day < unit.validTo
      ? day < unit.validFrom
        ? unit.validFrom
        : day
      : unit.validFrom
  const above: string[] = []
  for (let each: Unit | undefined = unit; each?.parent; each = catalogues.unit(each.parent, on))
    above.push(each.parent)
  return [...above, ...catalogues.subtree(unit.code, on).map(({ code }) => code)]
}

const NOTHING = { numerator: null, denominator: null, value: null }

/** Flags of a value that is there. */
const flagsOf = (
  catalogues: Catalogues,
  period: ValuePeriod,
  said: { completeUpToMs: number; simulated: boolean },
  estimate: boolean,
): string[] => [
  ...(estimate ? ['estimate'] : []),
  ...(period.kind !== 'stated' && said.completeUpToMs < dayEndMs(period.to) ? ['incomplete'] : []),
  ...(said.simulated ? ['simulated'] : []),
  // From here on the province is known to differ from the catalogue of units.
  ...(period.to >= catalogues.describedUntil ? ['beyond-catalogue'] : []),
]

/** Counts and judges what subjects are counted here. A scope without subjects has zero, if its source has spoken. */
const countedValues = async (
  clickhouse: ClickHouse,
  catalogues: Catalogues,
  question: Question,
  indicators: readonly CountedIndicator[],
  periods: readonly ValuePeriod[],
  sets: ReturnType<typeof openSets>,
  map: ScopeMap,
): Promise<IndicatorValue[]> => {
  if (indicators.length === 0 || periods.length === 0) return []
  const grouping: Grouping = { by: 'unit', map }
  const chain = chainFor(question, periods)
  const { watermark } = question
  const cells: Cells = await countCells(clickhouse, sets, catalogues, {
    indicators,
    chain,
    grouping,
    watermark,
  })
  const values: IndicatorValue[] = []
  for (const scope of map.scopes.values()) {
    const speakers = speakersOf(catalogues, scope, question.date)
    for (const indicator of indicators) {
      const said = spokenFor(question.spoken, sets[indicator.of].topic, speakers)
      const halves = cells.get(scope.key)?.get(indicator.id)
      periods.forEach((period, k) => {
        const none: Halves = { numerator: '0', denominator: indicator.denominator && '0' }
        values.push(judged(catalogues, { indicator, scope, period }, halves?.[k] ?? none, said))
      })
    }
  }
  return values
}

type Head = { indicator: Indicator; scope: Scope; period: ValuePeriod }

export const judged = (
  catalogues: Catalogues,
  head: Head,
  halves: Halves,
  said: { completeUpToMs: number; simulated: boolean },
  estimate = false,
): IndicatorValue => {
  // Nobody spoke for the period: that is no zero (design §3.3).
  if (head.period.kind !== 'stated' && said.completeUpToMs < dayBeginMs(head.period.from))
    return { ...head, state: 'missing', ...NOTHING, flags: [] }
  const { kind, maximum, places } = head.indicator
  const { value } = judge(kind, halves.numerator, halves.denominator, maximum, places)
  return {
    ...head,
    state: 'reported',
    ...halves,
    // A quantile has no numerator: what was taken of the cases is its value.
    ...(kind === 'quantile' ? { numerator: null } : {}),
    value,
    flags: flagsOf(catalogues, head.period, said, estimate),
  }
}

const reportedValues = (
  catalogues: Catalogues,
  question: Question,
  indicators: readonly ReportedIndicator[],
  reports: readonly Report[],
  map: ScopeMap,
): IndicatorValue[] => {
  const byId = new Map(indicators.map((indicator) => [indicator.id, indicator]))
  return [...map.scopes.values()]
    .filter((scope) => scope.level === null)
    .flatMap((scope) => {
      const said = spokenFor(question.spoken, REPORTS.topic, speakersOf(catalogues, scope, question.date))
      return newestReports(reports, scope.unit.code, question.date).flatMap((report) => {
        const indicator = byId.get(report.indicator)
        if (!indicator) return []
        const period: ValuePeriod = { kind: 'stated', from: report.period_from, to: report.period_to }
        const { numerator, denominator } = report
        return [
          judged(catalogues, { indicator, scope, period }, { numerator, denominator }, said, report.estimate),
        ]
      })
    })
}

const PERIOD_ORDER = ['day', 'month', 'quarter', 'half-year', 'year', 'stated']
const LEVEL_ORDER: (UnitLevel | null)[] = [null, 'province', 'department', 'district', 'commune']

/** By indicator as listed, then scope, then period: the same question gives the same bytes. */
const inOrder = (values: IndicatorValue[], indicators: readonly Indicator[]): IndicatorValue[] => {
  const rank = new Map(indicators.map((indicator, index) => [indicator.id, index]))
  return values.toSorted(
    (a, b) =>
      rank.get(a.indicator.id)! - rank.get(b.indicator.id)! ||
      compareText(a.scope.unit.code, b.scope.unit.code) ||
      LEVEL_ORDER.indexOf(a.scope.level) - LEVEL_ORDER.indexOf(b.scope.level) ||
      PERIOD_ORDER.indexOf(a.period.kind) - PERIOD_ORDER.indexOf(b.period.kind) ||
      compareText(a.period.to, b.period.to) ||
      compareText(a.flags.join(), b.flags.join()),
  )
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/**
 * Values of indicators: counted ones for the periods asked, surveys for their newest year, reported ones for the newest period
 * that ended by the date, scores beside what they are made of. A function of the question, the catalogues and the tables up to the watermark.
 * @throws RangeError for a scope the tree does not hold
 */
export const valuesFor = async (
  clickhouse: ClickHouse,
  catalogues: Catalogues,
  question: Question,
): Promise<IndicatorValue[]> => {
  const sets = openSets(catalogues)
  const whole = scopesOf(catalogues, question.tree)
  const map = question.scopes === null ? whole : only(whole, question.scopes)
  const unknown = question.scopes?.find((key) => !map.scopes.has(key))
  if (unknown !== undefined) throw new RangeError(`${unknown} is no scope of the tree of units`)
  const scores = question.indicators.filter(isScore)
  // A score needs its inputs, asked for or not.
  const needed = [...scores.flatMap(madeOf), ...question.indicators]
  const counted = [...new Map(needed.map((indicator) => [indicator.id, indicator])).values()].filter(
    isCounted,
  )
  const reported = question.indicators.filter(isReported)
  const ofForms = counted.filter(({ of }) => of === 'forms')
  const count = (mine: readonly CountedIndicator[], periods: readonly ValuePeriod[]) =>
    countedValues(clickhouse, catalogues, question, mine, periods, sets, map)
  const reports = reported.length + scores.length > 0 ? await readReports(clickhouse, question.watermark) : []
  const printed = scores.length > 0 ? await readPrinted(clickhouse, question.watermark) : []
  const countedHere = [
    ...(await count(
      counted.filter(({ of }) => of !== 'forms'),
      question.periods,
    )),
    ...(ofForms.length > 0 ? await count(ofForms, await surveyYears(clickhouse, sets.forms, question)) : []),
  ]
  const asked = new Set(question.indicators.map(({ id }) => id))
  return inOrder(
    [
      ...countedHere.filter(({ indicator }) => asked.has(indicator.id)),
      ...reportedValues(catalogues, question, reported, reports, map),
      ...scoreValues(catalogues, question, scores, countedHere, { reports, printed }, map),
    ],
    question.indicators,
  )
}
