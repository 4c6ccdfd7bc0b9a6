import { instantsFrom, workingDays } from '@ioc/simulation'
import printed from './printed.json' with { type: 'json' }

/** Dossiers finished in January were received in December. */
const FIRST_DAY = '2023-12-01'
const SECONDS_PER_DAY = 86_400

export const instants = instantsFrom(FIRST_DAY, 400)
/** Promised days reach beyond the period. */
export const days = workingDays(FIRST_DAY, '2024-10-15')

export const secondOfDay = (day: string): number =>
  (Date.parse(`${day}T00:00:00+07:00`) - instants.baseMs) / 1000

/** First second of the period, and first second after it. */
export const PERIOD_FROM = secondOfDay(printed.period.from)
export const PERIOD_END = secondOfDay(printed.period.to) + SECONDS_PER_DAY

/** Working days of the period: from ≤ index < end. */
export const FIRST_WORKING = days.indexFrom(printed.period.from)
export const END_WORKING = days.startSeconds.findIndex((start) => start >= PERIOD_END)

export const dayStartOf = (workingDay: number): number => days.startSeconds[workingDay]!

export const isFriday = (workingDay: number): boolean =>
  dayStartOf(workingDay + 1) - dayStartOf(workingDay) === 3 * SECONDS_PER_DAY
