import { z } from 'zod'
import { bilingual, day, evidence, sourceText } from './evidence.ts'

const off = {
  /** A Monday to Friday on which public offices are closed. */
  on: day,
  name: bilingual,
  evidence,
}

/**
 * One weekday off: a public holiday (Labour Code 2019, article 112), a day in lieu of a holiday that fell on a weekend,
 * or a day swapped for another: then `workedOn` is the Saturday or Sunday worked in its place.
 */
export const dayOff = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['holiday', 'in-lieu']), ...off }),
  z.strictObject({ kind: z.literal('swapped'), ...off, workedOn: day }),
])

/**
 * `data/working-days.json`: the weekdays off of civil servants, year by year. Monday to Friday are worked unless listed,
 * Saturday and Sunday are not worked unless a swap says so; holidays on a weekend change nothing and are left out.
 *
 * Sources: the yearly announcements of the Ministry of Labour (since 2025 of Home Affairs) and the letters of the Government
 * Office that agree to them; `source` names those of a year. The days are known from `describedFrom` until the day before
 * `describedUntil`; outside of that the calendar is unknown: which days are swapped is announced only weeks before.
 */
export const workingDaysDocument = z.strictObject({
  note: z.string(),
  describedFrom: day,
  describedUntil: day,
  years: z.array(z.strictObject({ year: z.int(), source: sourceText, daysOff: z.array(dayOff) })),
})

export type DayOff = z.infer<typeof dayOff>
export type WorkingDaysDocument = z.infer<typeof workingDaysDocument>
