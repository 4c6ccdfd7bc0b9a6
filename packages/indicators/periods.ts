/** Periods of a calendar date. Calendar days, first and last inside. */
export const DATE_PERIODS = ['day', 'month', 'quarter', 'half-year', 'year'] as const
export type DatePeriodKind = (typeof DATE_PERIODS)[number]
export type DatePeriod = { kind: DatePeriodKind; from: string; to: string }

const two = (n: number) => String(n).padStart(2, '0')

const MONTHS: Record<Exclude<DatePeriodKind, 'day'>, number> = {
  month: 1,
  quarter: 3,
  'half-year': 6,
  year: 12,
}

/** The whole period of a kind that a date lies in. */
export const periodAround = (kind: DatePeriodKind, date: string): DatePeriod => {
  if (kind === 'day') return { kind, from: date, to: date }
  const [year, month] = date.split('-').map(Number) as [number, number]
  const first = month - ((month - 1) % MONTHS[kind])
  const last = first + MONTHS[kind] - 1
  const days = new Date(Date.UTC(year, last, 0)).getUTCDate()
  return { kind, from: `${year}-${two(first)}-01`, to: `${year}-${two(last)}-${two(days)}` }
}

/** Periods that end on a date, the shortest first: the day itself, and month, quarter, half-year and year to date. */
export const periodsTo = (date: string): DatePeriod[] =>
  DATE_PERIODS.map((kind) => ({ ...periodAround(kind, date), to: date }))

/** True where the period is the whole of its kind, not only to date. */
export const isClosed = ({ kind, from, to }: DatePeriod): boolean => periodAround(kind, from).to === to

/** Reads a closed period: `2024-06-30`, `2024-06`, `2024-Q2`, `2024-H1`, `2024`; null if it is none. */
export const readPeriod = (text: string): DatePeriod | null => {
  const [, year, rest] = /^(\d{4})(?:-(.+))?$/.exec(text) ?? []
  if (year === undefined) return null
  if (rest === undefined) return periodAround('year', `${year}-01-01`)
  if (/^\d{2}-\d{2}$/.test(rest)) return isDay(text) ? periodAround('day', text) : null
  const month = /^(0[1-9]|1[0-2])$/.exec(rest)?.[1]
  if (month) return periodAround('month', `${year}-${month}-01`)
  const quarter = /^Q([1-4])$/.exec(rest)?.[1]
  if (quarter) return periodAround('quarter', `${year}-${two(Number(quarter) * 3)}-01`)
  const half = /^H([12])$/.exec(rest)?.[1]
  return half ? periodAround('half-year', `${year}-${two(Number(half) * 6)}-01`) : null
}

const isDay = (text: string) => {
  const ms = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text)
}

const dayBefore = (day: string) => shifted(day, -1)

const shifted = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

/** The last `count` periods of a kind up to a date, the earliest first; the last of them is to date. */
export const periodsBack = (kind: DatePeriodKind, date: string, count: number): DatePeriod[] => {
  const periods = [{ ...periodAround(kind, date), to: date }]
  while (periods.length < count) periods.unshift(periodAround(kind, dayBefore(periods[0]!.from)))
  return periods
}

/**
 * The period before, for comparing: of a whole one the whole one before, of one to date the one before as far as the same day
 * of it, since half a month has about half a month's dossiers. The 31st of a shorter month is its last day.
 */
export const periodBefore = (period: DatePeriod): DatePeriod => {
  const before = periodAround(period.kind, dayBefore(period.from))
  if (isClosed(period)) return before
  const months = monthsBetween(before.from, period.from)
  const [year, month, day] = period.to.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(year, month - months, 0)).getUTCDate()
  const to = new Date(Date.UTC(year, month - 1 - months, Math.min(day, last))).toISOString().slice(0, 10)
  return { ...before, to }
}

const monthsBetween = (from: string, to: string) => {
  const [a, b] = [from, to].map((day) => day.split('-').map(Number)) as [number[], number[]]
  return (b[0]! - a[0]!) * 12 + b[1]! - a[1]!
}
