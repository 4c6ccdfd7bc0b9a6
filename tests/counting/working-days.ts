import { readData } from './data-files.ts'
import { nextDay } from './time.ts'

type Calendar = {
  describedFrom: string
  describedUntil: string
  years: { daysOff: { on: string; workedOn?: string }[] }[]
}

const { describedFrom, describedUntil, years } = readData<Calendar>('working-days.json')
const off = new Set(years.flatMap(({ daysOff }) => daysOff.map(({ on }) => on)))
const worked = new Set(years.flatMap(({ daysOff }) => daysOff.flatMap(({ workedOn }) => workedOn ?? [])))

const isDescribed = (day: string) => day >= describedFrom && day < describedUntil

/** Offices are open from Monday to Friday but on days off, and on the Saturdays and Sundays worked in exchange. */
export const isWorked = (day: string): boolean => {
  const weekday = new Date(day).getUTCDay()
  return worked.has(day) || (weekday !== 0 && weekday !== 6 && !off.has(day))
}

/** The working days after one day up to and including another, one by one; null where the calendar does not describe an end. */
export const workingDaysAfter = (from: string, to: string): string[] | null => {
  if (!isDescribed(from) || !isDescribed(to)) return null
  const days: string[] = []
  for (let day = nextDay(from); day <= to; day = nextDay(day)) if (isWorked(day)) days.push(day)
  return days
}

/** The last day of a deadline of n working days that begins on a day; null where the calendar ends before. */
export const lastDayOf = (from: string, n: number): string | null => {
  if (!isDescribed(from)) return null
  let left = n
  for (let day = nextDay(from); isDescribed(day); day = nextDay(day))
    if (isWorked(day) && --left === 0) return day
  return null
}
