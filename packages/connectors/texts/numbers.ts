import { type AsRead, tidy } from './tidy.ts'

/** Dots, or spaces, between groups of three; a comma before the decimals (domain.md §3.3). */
const VIETNAMESE = /^([-−]?)(\d{1,3}(?:\.\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?:,(\d+))?$/
const POINT = /^([-−]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?$/
/** What a JSON number keeps exactly. */
const DIGITS_MAX = 15

/** Decimal digits with a point, `-1234.5`, or null where the text is no such number. */
const decimalOf = (text: string, form: RegExp): string | null => {
  const m = form.exec(tidy(text))
  if (!m) return null
  const whole = m[2]!.replace(/[., ]/g, '').replace(/^0+(?=\d)/, '')
  const decimals = m[3]?.replace(/0+$/, '') ?? ''
  return `${m[1] ? '-' : ''}${whole}${decimals && `.${decimals}`}`
}

/** The decimal of a number as Vietnamese documents write it, exact, as text: `5.710,503` → `5710.503`. Null: it is none. */
export const vietnameseDecimal = (text: string): string | null => decimalOf(text, VIETNAMESE)

const read = (value: unknown, form: RegExp): AsRead<number> => {
  if (typeof value === 'number') return value
  if (typeof value !== 'string') return null
  if (tidy(value) === '') return null
  const decimal = decimalOf(value, form)
  return decimal === null || decimal.replace(/[-.]/g, '').length > DIGITS_MAX ? value : Number(decimal) + 0
}

/**
 * A number as Vietnamese documents write it: `1.234,5` is 1234.5 and `12.345` is 12345. The caller says with this name that a dot groups
 * thousands; of a system that writes a decimal point it calls `pointNumber`. Which of the two `12.345` is, no reader can know.
 */
export const vietnameseNumber = (value: unknown): AsRead<number> => read(value, VIETNAMESE)

/** A number with a decimal point, as programs write it: `12.345` is twelve and a bit. */
export const pointNumber = (value: unknown): AsRead<number> => read(value, POINT)

/** Per cent as documents print it: `98,15%`, `97,76 %` or `98,15` are 98.15. */
export const vietnamesePercent = (value: unknown): AsRead<number> => {
  const number = vietnameseNumber(typeof value === 'string' ? tidy(value).replace(/(?<=\d) ?%$/, '') : value)
  return typeof number === 'string' ? (value as string) : number
}
