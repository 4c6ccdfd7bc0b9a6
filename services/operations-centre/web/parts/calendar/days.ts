/** Days as a calendar moves over them: texts `2024-06-30`, without hours, so that no clock or zone can move them. */

/** No calendar goes beyond these: no instant before or after is taken by a contract. */
export const FIRST_DAY = '1970-01-01'
export const LAST_DAY = '2100-12-31'

const DAY_MS = 86_400_000
const msOf = (day: string) => Date.parse(`${day}T00:00:00Z`)
const textOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)
const within = (day: string) => (day < FIRST_DAY ? FIRST_DAY : day > LAST_DAY ? LAST_DAY : day)

export const monthOf = (day: string): string => day.slice(0, 7)

/** So many days later; earlier for a negative number. */
export const daysFrom = (day: string, days: number): string => within(textOf(msOf(day) + days * DAY_MS))

/** The same day so many months later, or the last one of a month that is shorter. */
export const monthsFrom = (day: string, months: number): string => {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(year, month + months, 0))
  return within(
    textOf(Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), Math.min(date, last.getUTCDate()))),
  )
}

/** 0 is Monday: a week begins there on Vietnamese calendars. */
export const weekdayOf = (day: string): number => (new Date(msOf(day)).getUTCDay() + 6) % 7

/** The weeks a month touches, Monday first; null where a day is of another month. */
export const weeksOf = (month: string): (string | null)[][] => {
  const first = `${month}-01`
  const days = Array.from({ length: 31 }, (_, at) => textOf(msOf(first) + at * DAY_MS)).filter(
    (day) => monthOf(day) === month,
  )
  const cells = [...Array<null>(weekdayOf(first)).fill(null), ...days]
  return Array.from({ length: Math.ceil(cells.length / 7) }, (_, week) =>
    Array.from({ length: 7 }, (_, at) => cells[week * 7 + at] ?? null),
  )
}

/** Where a key leads from a day on a grid of days (ARIA APG, date picker dialog); null: it is no such key. */
export const dayByKey = (day: string, key: string, shift: boolean): string | null => {
  switch (key) {
    case 'ArrowLeft':
      return daysFrom(day, -1)
    case 'ArrowRight':
      return daysFrom(day, 1)
    case 'ArrowUp':
      return daysFrom(day, -7)
    case 'ArrowDown':
      return daysFrom(day, 7)
    case 'Home':
      return daysFrom(day, -weekdayOf(day))
    case 'End':
      return daysFrom(day, 6 - weekdayOf(day))
    case 'PageUp':
      return monthsFrom(day, shift ? -12 : -1)
    case 'PageDown':
      return monthsFrom(day, shift ? 12 : 1)
    default:
      return null
  }
}

/** The same on a grid of twelve months, three in a row. */
export const monthByKey = (day: string, key: string): string | null => {
  const month = Number(day.slice(5, 7)) - 1
  switch (key) {
    case 'ArrowLeft':
      return monthsFrom(day, -1)
    case 'ArrowRight':
      return monthsFrom(day, 1)
    case 'ArrowUp':
      return monthsFrom(day, -MONTHS_IN_ROW)
    case 'ArrowDown':
      return monthsFrom(day, MONTHS_IN_ROW)
    case 'Home':
      return monthsFrom(day, -(month % MONTHS_IN_ROW))
    case 'End':
      return monthsFrom(day, MONTHS_IN_ROW - 1 - (month % MONTHS_IN_ROW))
    case 'PageUp':
      return monthsFrom(day, -12)
    case 'PageDown':
      return monthsFrom(day, 12)
    default:
      return null
  }
}

export const MONTHS_IN_ROW = 3
