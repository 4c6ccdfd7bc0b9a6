import type { WorkingDaysDocument } from '@ioc/schemas/catalogues/index.ts'
import { assertDay, type Day } from './validity.ts'

/** What arithmetic answers where a day it needs lies outside the described years: swaps are announced year by year. */
export const CALENDAR_UNKNOWN = 'calendar-unknown'
export type CalendarUnknown = typeof CALENDAR_UNKNOWN

/**
 * The calendar of working days of civil servants, as data (domain.md §7). All days are calendar days in Asia/Ho_Chi_Minh.
 * Every function throws a RangeError for text that is no day.
 */
export type WorkingDays = {
  /** The first day that is known, and the first that is not any more. */
  describedFrom: Day
  describedUntil: Day
  /** The weekdays off, and the Saturdays and Sundays worked in exchange; both in order. */
  daysOff: readonly Day[]
  daysWorked: readonly Day[]
  /** Compare with `true` or `false`: an unknown day is neither. */
  isWorkingDay(day: Day): boolean | CalendarUnknown
  /**
   * Working days after `from` up to and including `to`; 0 on the same day. With `to` before `from` it is the negative of
   * the way there, so that `between(a, b) + between(b, c) = between(a, c)` in any order.
   */
  workingDaysBetween(from: Day, to: Day): number | CalendarUnknown
  /**
   * The n-th working day after a day, which is the last day of a deadline of n working days; for 0 the day itself.
   * @throws RangeError when n is not a whole number from 0
   */
  addWorkingDays(day: Day, n: number): Day | CalendarUnknown
}

const DAY_MS = 86_400_000

/** Arithmetic over a document that is already checked. */
export function indexWorkingDays(document: WorkingDaysDocument): WorkingDays {
  const { describedFrom, describedUntil } = document
  const rows = document.years.flatMap((year) => year.daysOff)
  const daysOff = rows.map((row) => row.on).sort()
  const daysWorked = rows.flatMap((row) => (row.kind === 'swapped' ? [row.workedOn] : [])).sort()

  const days = daysOfStretch(describedFrom, describedUntil)
  const indexOf = new Map(days.map((day, index) => [day, index]))
  const off = new Set(daysOff)
  const worked = new Set(daysWorked)
  const isWorked = (day: Day) => (!isWeekend(day) && !off.has(day)) || worked.has(day)
  const workingDays = days.filter(isWorked)
  /** By index of a day: working days from `describedFrom` up to and including it. */
  const elapsed: number[] = []
  for (const day of days) elapsed.push((elapsed.at(-1) ?? 0) + (isWorked(day) ? 1 : 0))

  const elapsedOn = (day: Day): number | undefined => {
    const index = indexOf.get(day)
    if (index !== undefined) return elapsed[index]
    assertCalendarDay(day)
    return undefined
  }
  return {
    describedFrom,
    describedUntil,
    daysOff,
    daysWorked,
    isWorkingDay: (day) => (elapsedOn(day) === undefined ? CALENDAR_UNKNOWN : isWorked(day)),
    workingDaysBetween: (from, to) => {
      const [before, after] = [elapsedOn(from), elapsedOn(to)]
      return before === undefined || after === undefined ? CALENDAR_UNKNOWN : after - before
    },
    addWorkingDays: (day, n) => {
      if (!Number.isSafeInteger(n) || n < 0)
        throw new RangeError(`a number of working days is a whole number from 0, got ${n}`)
      const before = elapsedOn(day)
      if (before === undefined) return CALENDAR_UNKNOWN
      return n === 0 ? day : (workingDays[before + n - 1] ?? CALENDAR_UNKNOWN)
    },
  }
}

/** Saturday or Sunday. */
export function isWeekend(day: Day): boolean {
  return [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())
}

function daysOfStretch(from: Day, until: Day): Day[] {
  const firstMs = Date.parse(from)
  return Array.from({ length: (Date.parse(until) - firstMs) / DAY_MS }, (_, i) =>
    dayText(firstMs + i * DAY_MS),
  )
}

/** Every described day was found before: what is left is unknown, or, as 30 February, no day at all. */
function assertCalendarDay(day: string): asserts day is Day {
  assertDay(day)
  const atMs = Date.parse(`${day}T00:00:00Z`)
  if (Number.isNaN(atMs) || dayText(atMs) !== day)
    throw new RangeError(`${JSON.stringify(day)} is no calendar day`)
}

const dayText = (atMs: number): Day => new Date(atMs).toISOString().slice(0, 10)
