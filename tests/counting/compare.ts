import {
  chainOf,
  countCells,
  type IndicatorValue,
  openIndicators,
  openSets,
  periodsTo,
  type Spoken,
  valuesFor,
  type Watermark,
} from '@ioc/indicators'
import { countedTwice, dossiersTwice, openCounting, openCountingBy } from './count.ts'
import type { States } from './newest.ts'
import { reportsOf, surveyYearBy } from './reports.ts'
import type { River } from './river.ts'
import { asSaid, isTold, type Word } from './spoken.ts'
import { allScopes, begunOf, levelsOf, nameOn, type Tree, unitOn } from './units.ts'

/** What is asked of both countings: all periods that end on a date, in every scope of a tree. */
export type Asked = {
  date: string
  tree: Tree
  watermark: Watermark | null
  /** As in the question: 1 reads the current state whatever lies beyond the cut, 0 never. */
  nearShareMax?: number
  /** The instant a period that still runs is looked at; null where all are over. */
  nowMs: number | null
  /** From when to when sources tell everything; not given: of all time. */
  words?: readonly Word[]
}

/** Every source has spoken for all time: each value is there, be it zero. */
const saidOfAllTime = [{ units: ['68'], completeUpToMs: Number.MAX_SAFE_INTEGER, simulated: false }]
const TOPICS = ['dossier.v1', 'feedback.v1', 'survey-response.v1', 'reported-figure.v1']
export const SPOKEN: Spoken = new Map(TOPICS.map((topic) => [topic, saidOfAllTime]))
const spokenIn = (words: readonly Word[]): Spoken => new Map(TOPICS.map((topic) => [topic, asSaid(words)]))

/** What the product says: all indicators with a second counting, and the reported ones, in all scopes and periods. */
export const productValues = ({ clickhouse, catalogues }: River, asked: Asked): Promise<IndicatorValue[]> =>
  valuesFor(clickhouse, catalogues, {
    indicators: openIndicators(catalogues).filter(
      ({ id, of }) => of === 'reports' || countedTwice.includes(id),
    ),
    date: asked.date,
    periods: periodsTo(asked.date),
    tree: asked.tree,
    scopes: null,
    watermark: asked.watermark,
    ...(asked.nearShareMax === undefined ? {} : { nearShareMax: asked.nearShareMax }),
    nowMs: asked.nowMs,
    spoken: asked.words ? spokenIn(asked.words) : SPOKEN,
  })

/** Numbers as text by indicator, scope and period: of a quantile its value and its cases, of all others the two halves. */
export type Numbers = ReadonlyMap<string, string>

export const keyOf = (indicator: string, scope: string, { from, to }: { from: string; to: string }) =>
  `${indicator} of ${scope} ${from}..${to}`
const text = (numerator: string | number | null, denominator: string | number | null) =>
  `${numerator === null ? '–' : Number(numerator)}/${denominator === null ? '–' : Number(denominator)}`

export const numbersOf = (values: readonly IndicatorValue[]): Numbers =>
  new Map(
    values.map(({ indicator, scope, period, numerator, denominator, value, flags }) => [
      keyOf(indicator.id + (flags.includes('estimate') ? ' (estimate)' : ''), scope.key, period),
      text(indicator.kind === 'quantile' ? value : numerator, denominator),
    ]),
  )

/** The same numbers, counted a second time from the states of all subjects. */
export const secondNumbers = (states: States, { date, tree, nowMs, words }: Asked): Numbers => {
  const namedOn = tree.kind === 'of' ? tree.day : date
  const counting = openCounting(states, tree, namedOn, nowMs)
  const numbers = new Map<string, string>()
  const levels = levelsOf(tree, namedOn)
  const begun = begunOf(tree, namedOn)
  // On a tree of an earlier day, what began between it and the date is there too.
  for (const scope of allScopes(tree, namedOn, namedOn < date ? date : namedOn)) {
    for (const indicator of countedTwice)
      for (const period of indicator.startsWith('satisfaction.')
        ? surveyed(states, indicator, date)
        : periodsUntil(date)) {
        // Of a survey's year what was handed in by the date, which may be later.
        const told = indicator.startsWith('satisfaction.') ? { ...period, to: date } : period
        const [, level] = /^dossier\.on-time\.(\w+)$/.exec(indicator) ?? []
        const isOfNone = level !== undefined && !levels.get(scope)?.has(level)
        const { numerator, denominator } = counting.of(indicator, scope, told)
        // A survey's year is stated by its forms.
        const isMissing =
          words && !indicator.startsWith('satisfaction.') && !isTold(words, period.from, begun.get(scope)!)
        numbers.set(
          keyOf(indicator, scope, period),
          isOfNone || isMissing ? text(null, null) : text(numerator, denominator),
        )
      }
    for (const [name, report] of newestReportsOf(states, scope, date, namedOn))
      numbers.set(keyOf(name, scope, report), text(report.numerator, report.denominator))
  }
  return numbers
}

/** The newest year that forms of the indicator's questionnaire speak of. */
const surveyed = (states: States, indicator: string, date: string) => {
  const questionnaire = indicator.includes('leaders')
    ? 'leaders@2023'
    : indicator.endsWith('-2021')
      ? 'sipas@2021'
      : 'sipas@2022'
  const year = surveyYearBy(states, date, questionnaire)
  return year === null ? [] : [{ from: `${year}-01-01`, to: `${year}-12-31` }]
}

/** Day, and month, quarter, half-year and year to date, worked out from the digits of the date. */
const periodsUntil = (date: string) => {
  const [year, month] = [date.slice(0, 4), Number(date.slice(5, 7))]
  const firstOf = (months: number) => {
    const first = Math.floor((month - 1) / months) * months + 1
    return `${year}-${String(first).padStart(2, '0')}-01`
  }
  return [date, ...[1, 3, 6, 12].map(firstOf)].map((from) => ({ from, to: date }))
}

/** Whether a report speaks of the unit of a scope: the one that bore the code when its period ended. */
const isOfScope = (report: { unitCode: string; to: string }, scope: string, namedOn: string) => {
  const bearer = unitOn(report.unitCode, report.to)
  return (bearer ? nameOn(bearer, namedOn) : report.unitCode) === scope
}

/** Of the figures reported for a unit, the one for the newest period that ended by the date, an estimate beside it. */
const newestReportsOf = (states: States, scope: string, date: string, namedOn: string) => {
  const newest = new Map<string, ReturnType<typeof reportsOf>[number]>()
  for (const report of reportsOf(states)) {
    if (!isOfScope(report, scope, namedOn) || report.to > date) continue
    const name = report.indicator + (report.estimate ? ' (estimate)' : '')
    const before = newest.get(name)
    if (!before || before.to < report.to) newest.set(name, report)
  }
  return newest
}

/** The product's numbers of dossiers by procedure or by field; a procedure without any has no row. */
export const productNumbersBy = async (
  { clickhouse, catalogues }: River,
  by: 'procedure' | 'field',
  date: string,
): Promise<Numbers> => {
  const indicators = openIndicators(catalogues).filter(({ id }) => dossiersTwice.includes(id))
  const periods = periodsTo(date)
  const cells = await countCells(clickhouse, openSets(catalogues), catalogues, {
    indicators,
    chain: chainOf(periods),
    grouping: { by },
    watermark: null,
  })
  const numbers = new Map<string, string>()
  for (const [scope, ofScope] of cells)
    for (const { id, kind } of indicators)
      ofScope.get(id)!.forEach(({ numerator, denominator }, k) => {
        const isNothing = kind === 'quantile' && Number(denominator) === 0
        numbers.set(keyOf(id, scope, periods[k]!), text(isNothing ? null : numerator, denominator))
      })
  return numbers
}

/** The same numbers, counted a second time. */
export const secondNumbersBy = (states: States, by: 'procedure' | 'field', date: string): Numbers => {
  const counting = openCountingBy(states, by)
  return new Map(
    [...counting.scopes].flatMap((scope) =>
      dossiersTwice.flatMap((indicator) =>
        periodsUntil(date).map((period) => {
          const { numerator, denominator } = counting.of(indicator, scope, period)
          return [keyOf(indicator, scope, period), text(numerator, denominator)] as const
        }),
      ),
    ),
  )
}

const SHOWN_MAX = 20

/** Where two countings differ, in words for the person who must find out why; the first few of them. */
export const differences = (first: Numbers, second: Numbers, words: [string, string]): string[] =>
  [...new Set([...first.keys(), ...second.keys()])]
    .filter((key) => first.get(key) !== second.get(key))
    .slice(0, SHOWN_MAX)
    .map(
      (key) =>
        `${key}: ${words[0]} ${first.get(key) ?? 'nothing'}, ${words[1]} ${second.get(key) ?? 'nothing'}`,
    )
