import type { Catalogues } from '@ioc/catalogues'
import {
  type Change,
  changeOf,
  type Indicator,
  type IndicatorValue,
  isCounted,
  madeOf,
  openSets,
  REPORTS,
  type ValuePeriod,
} from '@ioc/indicators'
import type { Freshness } from '../sources/freshness.ts'
import type { Source } from '../sources/sources.ts'

/** An indicator as the overview shows it: its value, the one before it, how it came there, and how fresh its sources are. */
export type Tile = {
  indicator: Indicator
  value: IndicatorValue | null
  before: IndicatorValue | null
  change: Change | null
  trend: IndicatorValue[]
}

type Asked = {
  period: ValuePeriod
  before: ValuePeriod
  /** Values of the period before, where it is looked at only in part; else they are among the series. */
  beforeInPart: readonly IndicatorValue[] | null
  trend: readonly ValuePeriod[]
}

/** Tiles of a series. What is told now and then has the periods it was told for instead of those asked. */
export const tilesOf = (
  indicators: readonly Indicator[],
  series: readonly IndicatorValue[],
  asked: Asked,
): Tile[] => {
  const byIndicator = Map.groupBy(series, ({ indicator }) => indicator.id)
  return indicators.map((indicator) => {
    const mine = byIndicator.get(indicator.id) ?? []
    const stated = mine.filter(({ period, flags }) => period.kind === 'stated' && !flags.includes('estimate'))
    const told = stated.length > 0 ? statedTrend(stated) : null
    const at = (period: ValuePeriod, of = mine) => of.find((each) => isSame(each.period, period)) ?? null
    const inPart = asked.beforeInPart?.filter((each) => each.indicator.id === indicator.id)
    const trend = told ?? asked.trend.flatMap((period) => at(period) ?? [])
    const value = told ? told.at(-1)! : at(asked.period)
    const before = told ? (told.at(-2) ?? null) : at(asked.before, inPart ?? mine)
    const change = changeOf(indicator.kind, value?.value ?? null, before?.value ?? null)
    return { indicator, value, before, change, trend }
  })
}

const isSame = (a: ValuePeriod, b: ValuePeriod) => a.kind === b.kind && a.from === b.from && a.to === b.to

const daysOf = ({ from, to }: ValuePeriod) => (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1

/** Half a year is not to be compared with a year: only periods about as long as the newest one, none within another. */
const ALIKE = 0.1

const statedTrend = (stated: readonly IndicatorValue[]): IndicatorValue[] => {
  const rising = [...stated].sort(
    (a, b) => compare(a.period.to, b.period.to) || compare(b.period.from, a.period.from),
  )
  const newest = rising.at(-1)!
  const days = daysOf(newest.period)
  return rising.filter(
    ({ period }) =>
      Math.abs(daysOf(period) - days) <= ALIKE * days &&
      (period.to < newest.period.from || isSame(period, newest.period)),
  )
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** What an indicator is made of: topics of events, and of those with streams the ones it counts. */
export const fedBy = (catalogues: Catalogues, indicator: Indicator): Feed => {
  const sets = openSets(catalogues)
  const made = madeOf(indicator)
  return {
    topics: new Set(made.map(({ of }) => (of === 'reports' ? REPORTS : sets[of]).topic)),
    streams: new Set(made.flatMap((each) => (isCounted(each) && each.stream ? [each.stream] : []))),
  }
}
type Feed = { topics: ReadonlySet<string>; streams: ReadonlySet<string> }

const WORST: readonly Freshness[] = ['unknown', 'stale', 'delayed', 'fresh']

/**
 * How fresh what feeds a tile is: the stalest of its sources that were ever heard, since the number is no fresher than that. `unknown`
 * where none was. How old it is, is told of that same source. A door that nobody ever used does not make the others old.
 */
export const freshnessOfFeed = (
  { topics, streams }: Feed,
  sources: readonly Source[],
): { freshness: Freshness; lastArrivalAt: string | null; source: string | null } => {
  const mine = sources
    .filter(({ contract, lastArrivalAt }) => topics.has(contract ?? '') && lastArrivalAt !== null)
    .filter((source) => source.streams === null || source.streams.some((stream) => streams.has(stream)))
    .sort(
      (a, b) =>
        WORST.indexOf(a.freshness) - WORST.indexOf(b.freshness) ||
        compare(a.lastArrivalAt!, b.lastArrivalAt!),
    )
  const [worst] = mine
  if (!worst) return { freshness: 'unknown', lastArrivalAt: null, source: null }
  return { freshness: worst.freshness, lastArrivalAt: worst.lastArrivalAt, source: worst.source }
}
