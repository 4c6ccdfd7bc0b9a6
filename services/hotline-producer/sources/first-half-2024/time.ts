import { instantsFrom, workingDays } from '@ioc/simulation'
import printed from './printed.json' with { type: 'json' }

const FIRST_DAY = '2023-12-01'
export const instants = instantsFrom(FIRST_DAY, 400)
export const days = workingDays(FIRST_DAY, '2024-10-15')

/** First second of the period and the first after it, counted as `instants` does. */
export const PERIOD_FROM = (Date.parse(`${printed.period.from}T00:00:00+07:00`) - instants.baseMs) / 1000
export const PERIOD_END =
  (Date.parse(`${printed.period.to}T00:00:00+07:00`) - instants.baseMs) / 1000 + 86_400
export const END_MS = instants.ms(PERIOD_END) - 1
export const FIRST_WORKING = days.indexFrom(printed.period.from)
export const END_WORKING = days.startSeconds.findIndex((start) => start >= PERIOD_END)
