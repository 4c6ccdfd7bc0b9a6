import { type AsRead, tidy } from './tidy.ts'

/** Year, month, day and, where told, the time of day. */
type Moment = { day: string; time: string | null }

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const two = (n: number) => String(n).padStart(2, '0')

const dayText = (year: number, month: number, day: number): string | null => {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const days = (DAYS_IN_MONTH[month - 1] ?? 0) + (leap ? 1 : 0)
  return day >= 1 && day <= days ? `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}` : null
}

const timeText = (hour: number, minute: number, second: number, ms = 0): string | null =>
  hour <= 23 && minute <= 59 && second <= 59
    ? `${two(hour)}:${two(minute)}:${two(second)}.${String(ms).padStart(3, '0')}`
    : null

/** `14:30`, `14:30:15`, `14h30`, `14 giờ 30 phút`; with SA/CH, as Excel writes morning and afternoon. */
const TIME = String.raw`(\d{1,2})(?::| ?h ?| ?giờ ?)(\d{2})?(?: ?phút)?(?::(\d{2}))?(?:\.\d+)?(?: ?(SA|CH|AM|PM))?`
/** Four digits of the year: of two, nobody knows the century. Day before month, always. */
const DAY = String.raw`(?:ngày )?(\d{1,2})(?:[/.-]| tháng )(\d{1,2})(?:[/.-]| năm |/năm )(\d{4})`
const DAY_TIME = new RegExp(`^${DAY}(?:(?: |, ?| lúc )${TIME})?$`, 'i')
const TIME_DAY = new RegExp(`^(?:lúc )?${TIME}(?: |, ?)${DAY}$`, 'i')
const VENDOR = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?$/
const ISO =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?(Z|[+-]\d{2}(?::?\d{2})?)?$/

const digits = (text: string | undefined) => Number(text ?? 0)

const moment = (
  [year, month, day]: readonly (string | undefined)[],
  time: readonly (string | undefined)[] | null,
): Moment | null => {
  const on = dayText(digits(year), digits(month), digits(day))
  if (on === null) return null
  if (time === null) return { day: on, time: null }
  const half = time[3]?.toUpperCase()
  const clock = digits(time[0])
  if (half && (clock < 1 || clock > 12)) return null
  const hour = !half ? clock : (clock % 12) + (half === 'CH' || half === 'PM' ? 12 : 0)
  const at = timeText(hour, digits(time[1]), digits(time[2]))
  return at === null ? null : { day: on, time: at }
}

/** `+0700`, and `+07` as PostgreSQL writes it. */
const offsetText = (_: string, hours: string, minutes: string | undefined) => `${hours}:${minutes ?? '00'}`

const isoMoment = (m: RegExpExecArray): Moment | null => {
  const day = dayText(digits(m[1]), digits(m[2]), digits(m[3]))
  if (day === null || (m[4] === undefined && m[8] !== undefined)) return null
  if (m[4] === undefined) return { day, time: null }
  const time = timeText(digits(m[4]), digits(m[5]), digits(m[6]), digits(m[7]?.padEnd(3, '0').slice(0, 3)))
  if (time === null) return null
  if (m[8] === undefined) return { day, time }
  return momentAt(Date.parse(`${day}T${time}${m[8].replace(/^([+-]\d{2}):?(\d{2})?$/, offsetText)}`))
}

const YEAR_9999_MS = Date.UTC(9999, 11, 31)

const momentAt = (ms: number): Moment | null => {
  if (!(Math.abs(ms) < YEAR_9999_MS)) return null
  const local = new Date(ms + 7 * 3_600_000).toISOString()
  return { day: local.slice(0, 10), time: local.slice(11, 23) }
}

/** A text as a moment of the province's clock (+07:00), or null. */
const momentOf = (text: string): Moment | null => {
  let m = DAY_TIME.exec(text)
  if (m) return moment([m[3], m[2], m[1]], m[4] === undefined ? null : m.slice(4, 8))
  m = TIME_DAY.exec(text)
  if (m) return moment([m[7], m[6], m[5]], m.slice(1, 5))
  m = VENDOR.exec(text)
  if (m) return moment(m.slice(1, 4), m[4] === undefined ? null : [m[4], m[5], m[6]])
  m = ISO.exec(text)
  return m ? isoMoment(m) : null
}

const DAY_MS = 86_400_000
/** 1/3/1900: before it Excel counts a 29/2/1900 that never was. */
const SERIAL_MIN = 61
const SERIAL_MAX = 2_958_465
const SERIAL_ZERO_MS = Date.UTC(1899, 11, 30)

/** A day of Excel (days since 30/12/1899, the time as its fraction, to the second) as text: `2024-06-20` or `2024-06-20T14:30:00`. */
export const serialText = (serial: number): string | null => {
  if (!(serial >= SERIAL_MIN && serial < SERIAL_MAX + 1)) return null
  const text = new Date(SERIAL_ZERO_MS + Math.round((serial * DAY_MS) / 1000) * 1000)
    .toISOString()
    .slice(0, 19)
  return Number.isInteger(serial) ? text.slice(0, 10) : text
}

const read = (value: unknown): { was: AsRead<never>; moment: Moment | null } => {
  if (typeof value === 'number') {
    const text = serialText(value)
    return { was: String(value), moment: text === null ? null : momentOf(text) }
  }
  if (typeof value !== 'string') return { was: null, moment: null }
  const text = tidy(value)
  return text === '' ? { was: null, moment: null } : { was: value, moment: momentOf(text) }
}

/**
 * An instant as people and vendors write it, as ISO text with +07:00: `20/6/2024 14:30`, `ngày 20 tháng 6 năm 2024`, `20240620143000`,
 * ISO, a day of Excel. A bare day is its last millisecond (design §4), or its first where the caller says so. Impossible days, and years of two digits, stay as they were.
 */
export const vietnameseInstant = (
  value: unknown,
  { bareDay = 'end' }: { bareDay?: 'end' | 'beginning' } = {},
): AsRead<string> => {
  const { was, moment: at } = read(value)
  if (at === null) return was
  const time = at.time ?? (bareDay === 'end' ? '23:59:59.999' : '00:00:00.000')
  return `${at.day}T${time.replace(/\.000$/, '')}+07:00`
}

/** A calendar day as `YYYY-MM-DD`; a time of day beside it is left out. */
export const vietnameseDay = (value: unknown): AsRead<string> => {
  const { was, moment: at } = read(value)
  return at === null ? was : at.day
}

const EPOCH_UNITS = { seconds: 1000, milliseconds: 1 } as const

/**
 * An instant as programs count it, since 1970 in UTC: `epochInstant(1718848800, 'seconds')`. Number or digits; 0 is how programs write none. The unit is the
 * caller's word: milliseconds read as seconds stay as they were, seconds read as milliseconds are days of 1970.
 */
export const epochInstant = (value: unknown, unit: keyof typeof EPOCH_UNITS): AsRead<string> => {
  if (typeof value !== 'number' && typeof value !== 'string') return null
  const text = typeof value === 'number' ? String(value) : tidy(value)
  if (text === '' || Number(text) === 0) return null
  if (!/^\d{1,16}(?:\.\d+)?$/.test(text)) return String(value)
  const at = momentAt(Math.round(Number(text) * EPOCH_UNITS[unit]))
  return at === null ? String(value) : `${at.day}T${at.time!.replace(/\.000$/, '')}+07:00`
}
