import type { Catalogues } from '@ioc/catalogues'
import type { ClickHouse } from '@ioc/clickhouse'
import { oneStep } from './aggregate.ts'
import { plainBounds } from './bounds.ts'
import { factsOver, type Halves } from './cells.ts'
import {
  type CountedIndicator,
  type CountedSet,
  type Indicator,
  isCounted,
  isReported,
  isScore,
  madeOf,
  type ReportedIndicator,
} from './define.ts'
import type { DatePeriod } from './periods.ts'
import { readPrinted } from './printed.ts'
import { type Report, readReports } from './reports.ts'
import { inScope, isSameUnit, levelsOf, type Scope, type ScopeMap, scopesOf } from './scopes.ts'
import { scoreValues } from './scores/values.ts'
import { openSets, type SetOfSubjects } from './sets/index.ts'
import { kept, openHeard } from './spoken.ts'
import type { Query } from './sql.ts'
import { REPORTS, stateOf, type Watermark } from './state.ts'
import {
  dayEndMs,
  type IndicatorValue,
  judged,
  notApplicable,
  type Question,
  type ValuePeriod,
} from './value.ts'

/** One scope over many periods, which may lie anywhere: days of a month, months of two years, one period and the one before. */
export type SeriesQuestion = Pick<Question, 'indicators' | 'tree' | 'watermark' | 'nowMs' | 'spoken'> & {
  scope: string
  /** In the order they are wanted. */
  periods: readonly DatePeriod[]
  /** The day scopes are named on, and surveys and reports are known up to. */
  date: string
}

/**
 * Values of indicators of one scope over many periods: by indicator as listed, then by period as asked. Each is the number that
 * `valuesFor` gives for its period alone. Surveys come for every year with forms, reported figures and scores of what is told for
 * every period that was reported.
 * @throws RangeError for a scope the tree does not hold
 */
export const seriesFor = async (
  clickhouse: ClickHouse,
  catalogues: Catalogues,
  question: SeriesQuestion,
): Promise<IndicatorValue[]> => {
  const { indicators, tree, date, watermark, periods } = question
  const map = scopesOf(catalogues, tree, date)
  const scope = map.scopes.get(question.scope)
  if (!scope) throw new RangeError(`${question.scope} is no scope of the tree of units`)
  const scores = indicators.filter(isScore)
  const needed = new Map([...scores.flatMap(madeOf), ...indicators].map((each) => [each.id, each]))
  const counted = [...needed.values()].filter(isCounted)
  const forms = counted.filter(({ of }) => of === 'forms')
  const bySet = Map.groupBy(
    counted.filter(({ of }) => of !== 'forms'),
    ({ of }) => of,
  )
  const told = indicators.some((each) => !isCounted(each))
  // What a score takes from a survey is what was handed in by the end of the score's own period.
  const dates = [...new Set([date, ...(scores.length > 0 ? periods.map(({ to }) => to) : [])])]
  const counting = { clickhouse, catalogues, question, map, scope }
  const [reports, printed, years, ...ofSets] = await Promise.all([
    told ? readReports(clickhouse, watermark) : [],
    scores.length > 0 ? readPrinted(clickhouse, watermark) : [],
    forms.length > 0 ? formsBy(counting, forms, dates) : new Map<string, IndicatorValue[]>(),
    ...[...bySet].map(([of, mine]) =>
      countStretches(
        counting,
        of,
        mine,
        periods.map((period) => ({ period, endsMs: endOf(question, period.to) })),
      ),
    ),
  ])
  const values = ofSets.flat(2)
  const one = new Map([[scope.key, scope]])
  const scored = periods.flatMap((period) =>
    scoreValues(
      catalogues,
      { ...question, scopes: [scope.key], date: period.to, periods: [period] },
      scores,
      [...values, ...newestYears(years.get(period.to) ?? [])],
      { reports, printed },
      { ...map, scopes: one },
    ),
  )
  const all = [
    ...values,
    ...(years.get(date) ?? []),
    ...reportedSeries(catalogues, question, indicators.filter(isReported), reports, map, scope),
    ...scored,
  ]
  const byIndicator = Map.groupBy(all, ({ indicator }) => indicator.id)
  return indicators.flatMap(({ id }) => once(byIndicator.get(id) ?? []))
}

/** A score of what is told now and then is the same for every period asked until the next is told. */
const once = (values: readonly IndicatorValue[]): IndicatorValue[] => [
  ...new Map(
    values.map((value) => [
      `${value.period.kind} ${value.period.from} ${value.period.to} ${value.flags.includes('estimate')}`,
      value,
    ]),
  ).values(),
]

type Stretch = { period: ValuePeriod; endsMs: number }

/** A period that still runs ends with the millisecond it is looked at, as in `chainFor`. */
const endOf = ({ nowMs }: SeriesQuestion, day: string) =>
  (nowMs !== null && nowMs <= dayEndMs(day) ? nowMs : dayEndMs(day)) + 1

type Counting = {
  clickhouse: ClickHouse
  catalogues: Catalogues
  question: SeriesQuestion
  map: ScopeMap
  scope: Scope
}

/** Values of each stretch, in order, of indicators of one set. */
const countStretches = async (
  { clickhouse, catalogues, question, map, scope }: Counting,
  of: CountedSet,
  indicators: readonly CountedIndicator[],
  stretches: readonly Stretch[],
): Promise<IndicatorValue[][]> => {
  if (stretches.length === 0) return []
  const set = openSets(catalogues)[of]
  const levels = levelsOf(catalogues, map).get(scope.key)
  const query = seriesQuery(set, indicators, catalogues, {
    ...{ stretches, watermark: question.watermark, where: inScope(map, scope.key) },
  })
  const rows = await clickhouse.query<{ at: number; counts: (string | null)[] }>(query.sql, query.params)
  const counts = new Map(rows.map((row) => [row.at, row.counts]))
  const heard = openHeard(catalogues, question.spoken, map)
  return stretches.map(({ period }, at) => {
    const mine = counts.get(at)
    const heardOf = kept((stream: string | undefined) =>
      heard.ofScope({ contract: set.topic, stream }, scope, period),
    )
    return indicators.map((indicator, k) => {
      const head = { indicator, scope, period }
      if (indicator.level && !levels?.has(indicator.level)) return notApplicable(head)
      const halves: Halves = {
        numerator: mine?.[2 * k] ?? '0',
        denominator: indicator.denominator && (mine?.[2 * k + 1] ?? '0'),
      }
      return judged(catalogues, head, halves, heardOf(indicator.stream))
    })
  })
}

/** Surveys by the date they are known up to: of each questionnaire every year with a form handed in by then. */
const formsBy = async (
  counting: Counting,
  indicators: readonly CountedIndicator[],
  dates: readonly string[],
): Promise<Map<string, IndicatorValue[]>> => {
  const { clickhouse, catalogues, question } = counting
  const known = await surveyYears(clickhouse, openSets(catalogues).forms, question.watermark)
  const years = [...new Set(known.map(({ year }) => year))].sort()
  const asked = dates.flatMap((date) => years.map((year) => ({ date, year })))
  const values = await countStretches(
    counting,
    'forms',
    indicators,
    asked.map(({ date, year }) => ({
      period: { kind: 'stated', from: `${year}-01-01`, to: `${year}-12-31` },
      endsMs: endOf(question, date),
    })),
  )
  const isUsed = (method: string | undefined, year: number, date: string) =>
    known.some((each) => each.questionnaire === method && each.year === year && each.firstDay <= date)
  const by = new Map<string, IndicatorValue[]>(dates.map((date) => [date, []]))
  asked.forEach(({ date, year }, k) => {
    by.get(date)!.push(...values[k]!.filter(({ indicator }) => isUsed(indicator.method, year, date)))
  })
  return by
}

/** Of each indicator the value of its newest year. */
const newestYears = (values: readonly IndicatorValue[]): IndicatorValue[] => [
  ...new Map(values.map((value) => [value.indicator.id, value])).values(),
]

/**
 * One query that counts a scope in many periods: each subject stands once for each period that had not ended before it began, with that period's
 * bounds. Facts that look at other subjects (whether a caller wrote before) are worked out before that, once.
 */
export const seriesQuery = (
  set: SetOfSubjects,
  indicators: readonly CountedIndicator[],
  catalogues: Catalogues,
  {
    stretches,
    watermark,
    where,
  }: { stretches: readonly Stretch[]; watermark: Watermark | null; where: string },
): Query => {
  const halves = indicators.flatMap(({ numerator, denominator }) => [
    `toString(${oneStep(numerator, plainBounds)})`,
    denominator ? `toString(${oneStep(denominator, plainBounds)})` : 'NULL',
  ])
  const texts = [...halves, where, set.beginsAt]
  const isAcross = ([, sql]: SetOfSubjects['facts'][number]) => sql.includes(' OVER (')
  const across = set.facts.filter((fact) => isAcross(fact) && texts.join('\n').includes(fact[0]))
  const alone = { ...set, facts: set.facts.filter((fact) => !isAcross(fact)) }
  const { query, definitions } = factsOver(
    alone,
    catalogues,
    { from: [''] },
    [...texts, ...across.map(([, sql]) => sql)],
    (columns) => {
      const state = stateOf(set, columns, watermark)
      const rows =
        across.length === 0
          ? state.sql
          : `SELECT *, ${across.map(([name, sql]) => `${sql} AS ${name}`).join(', ')} FROM (${state.sql})`
      return {
        params: state.params,
        sql: `SELECT *, stretch_at.1 AS at, toDateTime64(stretch_at.2, 3, 'Asia/Ho_Chi_Minh') AS from_at,
  fromUnixTimestamp64Milli(stretch_at.3, 'Asia/Ho_Chi_Minh') AS to_at
FROM (${rows}) ARRAY JOIN arrayZip({series_at:Array(UInt16)}, {series_from:Array(Date)}, {series_ends:Array(Int64)}) AS stretch_at
WHERE ${set.beginsAt} < to_at`,
      }
    },
  )
  return {
    params: {
      ...query.params,
      series_at: stretches.map((_, at) => at),
      series_from: stretches.map(({ period }) => period.from),
      series_ends: stretches.map(({ endsMs }) => endsMs),
    },
    sql: `${definitions.length > 0 ? `WITH ${definitions.join(',\n  ')}\n` : ''}SELECT at, [${halves.join(',\n    ')}] AS counts
FROM (${query.sql})
WHERE ${where}
GROUP BY at
SETTINGS compile_expressions = 0, compile_aggregate_expressions = 0`,
  }
}

/** Years of each questionnaire, and the first day a form of it was handed in. */
const surveyYears = (
  clickhouse: ClickHouse,
  set: SetOfSubjects,
  watermark: Watermark | null,
): Promise<{ year: number; questionnaire: string; firstDay: string }[]> => {
  const state = stateOf(set, ['questionnaire_code', 'survey_year', 'submitted_at'], watermark)
  return clickhouse.query(
    `SELECT survey_year AS year, questionnaire_code AS questionnaire, toString(toDate(min(submitted_at))) AS firstDay
     FROM (${state.sql}) GROUP BY year, questionnaire`,
    state.params,
  )
}

/** Every period a unit's figure was reported for by the date; an estimate beside it. */
const reportedSeries = (
  catalogues: Catalogues,
  { date, spoken }: SeriesQuestion,
  indicators: readonly ReportedIndicator[],
  reports: readonly Report[],
  map: ScopeMap,
  scope: Scope,
): IndicatorValue[] => {
  // Only a unit as a whole reports.
  if (scope.level !== null) return []
  const byId = new Map<string, Indicator>(indicators.map((indicator) => [indicator.id, indicator]))
  const said = openHeard(catalogues, spoken, map).ofUnit({ contract: REPORTS.topic }, scope, null)
  return reports.flatMap((report) => {
    const indicator = byId.get(report.indicator)
    if (!indicator || report.unit_code !== scope.unit.code || report.period_to > date) return []
    const bearer = catalogues.unit(report.unit_code, report.period_to)
    if (bearer && !isSameUnit(bearer, scope.unit)) return []
    const period: ValuePeriod = { kind: 'stated', from: report.period_from, to: report.period_to }
    const { numerator, denominator } = report
    return [
      judged(catalogues, { indicator, scope, period }, { numerator, denominator }, said, report.estimate),
    ]
  })
}
