/**
 * Numbers and dates as Vietnamese documents write them, in both languages of the page: a reader compares them with paper.
 * Null is unknown and becomes a dash, never a zero.
 */
export const DASH = '—'

const ZONE = 'Asia/Ho_Chi_Minh'
const whole = new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 0 })
const upTo = (digits: number) => new Intl.NumberFormat('vi-VN', { maximumFractionDigits: digits })
const three = upTo(3)
const one = upTo(1)

/** 1.234.567 */
export const count = (n: number | null): string => (n === null ? DASH : whole.format(n))

/** Half of a figure: 8.718,3 */
export const amount = (n: number | null): string => (n === null ? DASH : three.format(n))

/** A number given as text with a decimal point keeps every digit it was printed with: "99.80" is 99,80. */
export function printed(text: string | null): string {
  if (text === null || text === '') return DASH
  const [units = '', decimals] = text.split('.')
  const grouped = units.replace(/\B(?=(\d{3})+$)/g, '.')
  return decimals === undefined ? grouped : `${grouped},${decimals}`
}

/** Events per second: 0 · 0,4 · 12.500 */
export const speed = (n: number | null): string =>
  n === null ? DASH : n < 10 ? one.format(n) : whole.format(n)

const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})
const read = (at: string | number) =>
  Object.fromEntries(parts.formatToParts(new Date(at)).map(({ type, value }) => [type, value]))

/** 20/06/2024 */
export const day = (at: string | number | null): string => {
  if (at === null) return DASH
  const p = read(at)
  return `${p.day}/${p.month}/${p.year}`
}

/** The calendar day of an instant, as the API writes it: 2024-06-20. */
export const dayIso = (at: string | number): string => day(at).split('/').reverse().join('-')

/** A calendar day `2024-06-20` as 20/06/2024. */
export const calendarDay = (text: string): string => text.split('-').reverse().join('/')

/** 08:30:12 */
export const time = (at: string | number | null): string => {
  if (at === null) return DASH
  const p = read(at)
  return `${p.hour}:${p.minute}:${p.second}`
}

/** 20/06/2024 08:30 */
export const instant = (at: string | number | null): string =>
  at === null ? DASH : `${day(at)} ${time(at).slice(0, 5)}`

/** A sentence with its `{names}` filled. */
export const filled = (sentence: string, values: Readonly<Record<string, string>>): string =>
  sentence.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place)

const SPANS = [
  [86_400, { vi: 'ngày', en: 'd' }],
  [3_600, { vi: 'giờ', en: 'h' }],
  [60, { vi: 'phút', en: 'min' }],
  [1, { vi: 'giây', en: 's' }],
] as const

/** A span in its largest fitting unit: 90 giây, 2 phút, 1,5 giờ. */
export function span(seconds: number | null, language: 'vi' | 'en'): string {
  if (seconds === null) return DASH
  const [size, unit] = SPANS.find(([each]) => seconds >= 2 * each) ?? SPANS[3]
  return `${one.format(seconds / size)} ${unit[language]}`
}
