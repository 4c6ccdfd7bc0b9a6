import type { Bounds } from './define.ts'
import { dayBegins, dayEnds } from './sql.ts'

/**
 * Periods that end together, the shortest first, so that each holds the one before it: a day, and month, quarter,
 * half-year and year to date. Calendar days, first and last inside. One pass over the subjects counts them all.
 */
export type Chain = {
  /** First days, falling. */
  from: readonly string[]
  /** The last day of all. */
  to: string
  /** For a period that still runs: the instant it is looked at, as SQL; null where the last day is over. */
  endsAt?: string | null
}

export const chainOf = (periods: readonly { from: string; to: string }[]): Chain => {
  const [first] = periods
  if (!first || periods.some(({ to }) => to !== first.to))
    throw new RangeError('periods of one chain end on the same day')
  const from = periods.map((period) => period.from)
  if (from.some((day, k) => k > 0 && day > from[k - 1]!))
    throw new RangeError('the periods of a chain are given the shortest first')
  return { from, to: first.to }
}

/** Expressions that stand before the query: the bounds every condition and fact may name. */
export const withBounds = (chain: Chain): string[] => [
  ...chain.from.map((day, k) => `${dayBegins(day)} AS ${beginName(k)}`),
  `${beginName(chain.from.length - 1)} AS from_at`,
  `${chain.endsAt ?? dayEnds(chain.to)} AS to_at`,
]

/** First days of a day's periods (`periodsTo`), the shortest first, as SQL of a column of days. */
const PERIOD_BEGINS = [
  (day: string) => day,
  (day: string) => `toStartOfMonth(${day})`,
  (day: string) => `toStartOfQuarter(${day})`,
  (day: string) => `makeDate(toYear(${day}), if(toMonth(${day}) <= 6, 1, 7), 1)`,
  (day: string) => `toStartOfYear(${day})`,
]

/** The bounds of the periods that end on each day of a column, as columns: many days are counted at once. */
export const boundsOfDays = (day: string): string[] => {
  const begins = (of: string) => `toDateTime64(${of}, 3, 'Asia/Ho_Chi_Minh')`
  return [
    ...PERIOD_BEGINS.map((first, k) => `${begins(first(day))} AS ${beginName(k)}`),
    `${begins(PERIOD_BEGINS.at(-1)!(day))} AS from_at`,
    `${begins(`(${day} + 1)`)} AS to_at`,
  ]
}

const beginName = (k: number) => `from_at_${k}`

/** How many of the periods' beginnings an instant has passed tells the shortest period it lies in; 255: in none. */
export const placeOf = (time: string, chain: Pick<Chain, 'from'>): string =>
  `toUInt8(multiIf(isNull(${time}) OR ${time} >= to_at, 255, ${chain.from
    .map((_, k) => `${time} >= ${beginName(k)}, ${k}`)
    .join(', ')}, 255)) AS ${time}_in`

/** Bounds of the k-th period of a chain, where `times` stand worked out beforehand as places. */
export const boundsIn = (k: number, times: readonly string[]): Bounds => ({
  begin: beginName(k),
  end: 'to_at',
  within: (instant) =>
    times.includes(instant)
      ? `${instant}_in <= ${k}`
      : `(${instant} >= ${beginName(k)} AND ${instant} < to_at)`,
})

/** Bounds of a single period in the words a person would write: for traces and for naming a rule. */
export const plainBounds: Bounds = {
  begin: 'from_at',
  end: 'to_at',
  within: (instant) => `${instant} >= from_at AND ${instant} < to_at`,
}
