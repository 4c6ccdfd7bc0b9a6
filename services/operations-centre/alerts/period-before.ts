import { type DatePeriodKind, periodAround } from '@ioc/indicators'

const DAY_MS = 86_400_000
const at = (day: string) => Date.parse(`${day}T00:00:00Z`)
const dayAt = (ms: number) => new Date(ms).toISOString().slice(0, 10)

/** The day of the period before that is as far into it as this one is into its own: 15/7 of a month is 15/6; 31/3 is 29/2/2024. */
export const sameDayBefore = (kind: DatePeriodKind, day: string): string => {
  const begins = at(periodAround(kind, day).from)
  const before = periodAround(kind, dayAt(begins - DAY_MS))
  const sameFar = at(before.from) + (at(day) - begins)
  return dayAt(Math.min(sameFar, at(before.to)))
}
