import { dayOf, readInstant } from '@ioc/schemas/events/instant.ts'
import type { Candidate } from '@ioc/source/source.ts'
import type { DayRange } from '../way.ts'

/** Every instant an event's data names, at any depth, as business days. */
function* daysIn(value: unknown): Generator<string> {
  if (typeof value === 'string') {
    const ms = readInstant(value)
    if (typeof ms === 'number') yield dayOf(ms)
  } else if (typeof value === 'object' && value !== null)
    for (const inner of Object.values(value)) yield* daysIn(inner)
}

/**
 * Whether an event has anything to do with some days: one of its instants lies in them. An event carries the whole state of its subject, so
 * what was received in May and finished in June is of both. Bytes nobody could read are of every day: they are not known to be of another.
 */
export const isOfDays = (candidate: Candidate, { from, to }: DayRange): boolean => {
  if (!('data' in candidate)) return true
  const ofThese = (day: string) => day >= from && day <= to
  for (const day of daysIn(candidate.data)) if (ofThese(day)) return true
  return ofThese(dayOf(candidate.atMs))
}
