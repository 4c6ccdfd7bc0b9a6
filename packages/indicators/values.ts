import type { Catalogues, UnitLevel } from '@ioc/catalogues'
import type { ClickHouse } from '@ioc/clickhouse'
import type { AsOf } from './as-of.ts'
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
import { NEAR_SHARE_MAX } from './near-cut.ts'
import { readPrinted } from './printed.ts'
import { newestReports, type Report, readReports } from './reports.ts'
import { isSameUnit, levelsOf, only, type Scope, type ScopeMap, scopesOf } from './scopes.ts'
import { scoreValues } from './scores/values.ts'
import { openSets, type SetOfSubjects } from './sets/index.ts'
import { kept, openHeard } from './spoken.ts'
import { dayEnds } from './sql.ts'
import { REPORTS, stateOf } from './state.ts'
import {
  dayEndMs,
  type IndicatorValue,
  judged,
  notApplicable,
  type Question,
  type ValuePeriod,
} from './value.ts'

/**
 * A period that still runs ends, for what is counted, with the millisecond it is looked at: at midnight the day that begins is one
 * millisecond long, not empty. A survey's year is over when its forms come in: what was handed in by the date asked for counts.
 */
export const chainFor = (
  { date, nowMs }: Pick<Question, 'date' | 'nowMs'>,
  periods: readonly { from: string; to: string }[],
) => {
  const chain = chainOf(periods)
  if (nowMs !== null && nowMs <= dayEndMs(date))
    return { ...chain, endsAt: `fromUnixTimestamp64Milli(toInt64(${nowMs + 1}), 'Asia/Ho_Chi_Minh')` }
  return { ...chain, endsAt: chain.to === date ? null : dayEnds(date) }
}

/** Survey years are stated by the forms: of each questionnaire the newest with a form handed in by the date. */
const surveyYears = async (
  clickhouse: ClickHouse,
  set: SetOfSubjects,
  { date, watermark }: Question,
): Promise<Map<string, ValuePeriod>> => {
  const state = stateOf(set, ['questionnaire_code', 'survey_year', 'submitted_at'], watermark)
  const rows = await clickhouse.query<{ questionnaire_code: string; year: number }>(
    `SELECT questionnaire_code, max(survey_year) AS year FROM (${state.sql})
     WHERE submitted_at < toDateTime64({date:Date} + 1, 3, 'Asia/Ho_Chi_Minh') GROUP BY questionnaire_code`,
    { ...state.params, date },
  )
  return new Map(
    rows.map(({ questionnaire_code: code, year }) => [
      code,
      { kind: 'stated', from: `${year}-01-01`, to: `${year}-12-31` },
    ]),
  )
}

/** Counts and judges what subjects are counted here. A scope without subjects has zero, if its source has spoken. */
const countedValues = async (
  clickhouse: ClickHouse,
  catalogues: Catalogues,
  question: Question,
  indicators: readonly CountedIndicator[],
  periods: readonly ValuePeriod[],
  sets: ReturnType<typeof openSets>,
  map: ScopeMap,
  counted: Promise<Cells> | null,
): Promise<IndicatorValue[]> => {
  if (indicators.length === 0 || periods.length === 0) return []
  const grouping: Grouping = { by: 'unit', map }
  const chain = chainFor(question, periods)
  const { watermark } = question
  const cells: Cells =
    (await counted) ??
    (await countCells(clickhouse, sets, catalogues, {
      ...{ indicators, chain, grouping, watermark },
      nearShareMax: question.nearShareMax ?? NEAR_SHARE_MAX,
    }))
  const heard = openHeard(catalogues, question.spoken, map)
  const levels = levelsOf(catalogues, map)
  const values: IndicatorValue[] = []
  const { isAsked = () => true } = question
  for (const scope of map.scopes.values())
    for (const [of, all] of Map.groupBy(indicators, (indicator) => indicator.of)) {
      const mine = all.filter((indicator) => isAsked(indicator, scope))
      const heardOf = kept((stream: string | undefined) =>
        periods.map((period) => heard.ofScope({ contract: sets[of].topic, stream }, scope, period)),
      )
      for (const indicator of mine) {
        const halves = cells.get(scope.key)?.get(indicator.id)
        const heardIn = heardOf(indicator.stream)
        const none: Halves = { numerator: '0', denominator: indicator.denominator && '0' }
        const applies = !indicator.level || levels.get(scope.key)?.has(indicator.level)
        periods.forEach((period, k) => {
          const head = { indicator, scope, period }
          values.push(
            applies ? judged(catalogues, head, halves?.[k] ?? none, heardIn[k]!) : notApplicable(head),
          )
        })
      }
    }
  return values
}

const reportedValues = (
  catalogues: Catalogues,
  question: Question,
  indicators: readonly ReportedIndicator[],
  reports: readonly Report[],
  map: ScopeMap,
): IndicatorValue[] => {
  const heard = openHeard(catalogues, question.spoken, map)
  const byId = new Map(indicators.map((indicator) => [indicator.id, indicator]))
  const { isAsked = () => true } = question
  return [...map.scopes.values()]
    .filter((scope) => scope.level === null)
    .flatMap((scope) => {
      const said = heard.ofUnit({ contract: REPORTS.topic }, scope, null)
      // A code that was given to another unit in between speaks of the unit that bore it in the period.
      const own = reports.filter((report) => {
        if (report.unit_code !== scope.unit.code) return false
        const bearer = catalogues.unit(report.unit_code, report.period_to)
        return !bearer || isSameUnit(bearer, scope.unit)
      })
      return newestReports(own, scope.unit.code, question.date).flatMap((report) => {
        const indicator = byId.get(report.indicator)
        if (!indicator || !isAsked(indicator, scope)) return []
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
  const scopes = [...new Set(values.map(({ scope }) => scope))]
  const unitOf = ({ key }: Scope) => key.split('/')[0]!
  const units = [...new Set(scopes.map(unitOf))].sort()
  const place = new Map(units.map((unit, index) => [unit, index]))
  const placeOf = new Map(
    scopes.map((scope) => [
      scope,
      place.get(unitOf(scope))! * LEVEL_ORDER.length + LEVEL_ORDER.indexOf(scope.level),
    ]),
  )
  const places = units.length * LEVEL_ORDER.length
  // One number decides nearly always; texts are compared where it does not.
  const keyOf = ({ indicator, scope, period }: IndicatorValue) =>
    (rank.get(indicator.id)! * places + placeOf.get(scope)!) * PERIOD_ORDER.length +
    PERIOD_ORDER.indexOf(period.kind)
  return values
    .map((value) => ({ value, key: keyOf(value) }))
    .sort(
      (a, b) =>
        a.key - b.key ||
        compareText(a.value.period.to, b.value.period.to) ||
        compareText(a.value.flags.join(), b.value.flags.join()),
    )
    .map(({ value }) => value)
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/**
 * Values of indicators: counted ones for the periods asked, surveys for their newest year, reported ones for the newest period
 * that ended by the date, scores beside what they are made of. A function of the question, the catalogues and the tables up to the watermark.
 * `asOf`: where some of it has been read or counted already, for the watermark and the tree of each subject's own day.
 * @throws RangeError for a scope the tree does not hold
 */
export const valuesFor = async (
  clickhouse: ClickHouse,
  catalogues: Catalogues,
  question: Question,
  asOf?: AsOf,
): Promise<IndicatorValue[]> => {
  const sets = openSets(catalogues)
  const whole = asOf?.map(question.date) ?? scopesOf(catalogues, question.tree, question.date)
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
  const ofDate = counted.filter(({ of }) => of !== 'forms')
  const count = (
    mine: readonly CountedIndicator[],
    periods: readonly ValuePeriod[],
    cells: Promise<Cells> | null = null,
  ) => countedValues(clickhouse, catalogues, question, mine, periods, sets, map, cells)
  const countForms = async (): Promise<IndicatorValue[]> => {
    if (ofForms.length === 0) return []
    const years = await surveyYears(clickhouse, sets.forms, question)
    const byYear = Map.groupBy(ofForms, ({ method }) => years.get(method ?? ''))
    const counted = await Promise.all(
      [...byYear].map(async ([year, mine]) => (year ? count(mine, [year]) : [])),
    )
    return counted.flat()
  }
  // Side by side: while one waits for its answer another is read.
  const [reports, printed, ofPeriods, ofYears] = await Promise.all([
    reported.length + scores.length > 0
      ? (asOf?.reports() ?? readReports(clickhouse, question.watermark))
      : [],
    scores.length > 0 ? (asOf?.printed() ?? readPrinted(clickhouse, question.watermark)) : [],
    count(ofDate, question.periods, ofDate.length > 0 ? (asOf?.cells(question.date) ?? null) : null),
    countForms(),
  ])
  const countedHere = [...ofPeriods, ...ofYears]
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
