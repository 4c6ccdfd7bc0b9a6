import Big from 'big.js'
import type { MeasureKind } from './figure.ts'

/** What TypeScript makes of the two counts; decimals throughout, half-up, never binary floats or banker's rounding (domain.md §2.2). */
export type Judgement = {
  /** Rounded number as text; null where there is nothing to judge (no denominator, or no cases, which is not a bad rate). */
  value: string | null
  /** Percent with two decimals, for ratios only. */
  percent: string | null
  /** The exact number before rounding, for comparing with truncated prints; null as `value`. Worked out when asked for. */
  readonly exact: Big | null
}

export const PLACES = 2

/** Twenty digits are far beyond any two-decimal question; division is exact enough to truncate and to round. */
const Exact = Big()
Exact.DP = 20
Exact.RM = Big.roundHalfUp

const divide = (a: Big, b: Big): Big => new Exact(a).div(b)

const NOTHING: Judgement = { value: null, percent: null, exact: null }

/** A count is shown whole, or with two or four decimals: 6220.4 billion is 6220.40. */
const shownCount = (count: Big): string => {
  const decimals = count.toFixed().split('.')[1]?.length ?? 0
  return decimals === 0 ? count.toFixed() : count.round(4, Big.roundHalfUp).toFixed(decimals <= 2 ? 2 : 4)
}

/** `maximum` is what full points are worth, for points (22 for the leaders' survey); `places` the decimals of the judged number. */
export const judge = (
  kind: MeasureKind,
  numerator: string | number | null,
  denominator: string | number | null,
  maximum = 100,
  places = PLACES,
): Judgement => {
  if (numerator === null) return NOTHING
  if (kind === 'count') return ofItself(numerator, WHOLE.test(String(numerator)) ? null : shownCount)
  // Of no cases there is no quantile; ClickHouse would answer 0.
  if (kind === 'quantile')
    return Number(denominator) === 0 ? NOTHING : ofItself(numerator, (top) => top.toFixed())
  if (denominator === null || Number(denominator) === 0) return NOTHING
  const value =
    wholeQuotient(numerator, denominator, maximum, places) ??
    exactOf(kind, numerator, denominator, maximum).round(places, Big.roundHalfUp).toFixed(places)
  return {
    value,
    percent: kind === 'ratio' ? value : null,
    get exact() {
      return exactOf(kind, numerator, denominator, maximum)
    },
  }
}

/** A number that is its own judgement; `shown` where it is not shown digit by digit. */
const ofItself = (number: string | number, shown: ((top: Big) => string) | null): Judgement => ({
  value: shown ? shown(new Big(number)) : wholeText(number),
  percent: null,
  get exact() {
    return new Big(number)
  },
})

/** A whole number as decimals write it: without zeros in front. */
const wholeText = (number: string | number): string => {
  const text = String(number)
  return text.length > 1 && text.startsWith('0') ? new Big(text).toFixed() : text
}

const exactOf = (
  kind: MeasureKind,
  numerator: string | number,
  denominator: string | number,
  maximum: number,
): Big => {
  const [top, bottom] = [new Big(numerator), new Big(denominator)]
  // Points of their own maximum are themselves: no division, whose last digit could fall on the wrong side of a truncation.
  return kind !== 'ratio' && bottom.eq(maximum) ? top : divide(top, bottom).times(maximum)
}

const WHOLE = /^\d{1,18}$/

/** `factor` times a quotient of counts, rounded half-up, in whole numbers: fifty thousand values of a date are judged at once. Null where a number is not whole. */
const wholeQuotient = (
  numerator: string | number,
  denominator: string | number,
  factor: number,
  places: number,
): string | null => {
  const [top, bottom] = [String(numerator), String(denominator)]
  if (!WHOLE.test(top) || !WHOLE.test(bottom) || !Number.isInteger(factor)) return null
  const scale = 10 ** places
  const twice = 2 * Number(top) * factor * scale + Number(bottom)
  // Whole numbers this small are exact, and much quicker than those of any size.
  const scaledSmall =
    twice <= Number.MAX_SAFE_INTEGER && Number(bottom) <= SMALL
      ? (twice - (twice % (2 * Number(bottom)))) / (2 * Number(bottom))
      : null
  if (scaledSmall !== null) return withPlaces(String(scaledSmall), places)
  const half = BigInt(bottom)
  const scaled = (2n * BigInt(top) * BigInt(factor) * 10n ** BigInt(places) + half) / (2n * half)
  return withPlaces(String(scaled), places)
}

/** Above it, twice a denominator is no exact number. */
const SMALL = Number.MAX_SAFE_INTEGER / 4

const withPlaces = (scaled: string, places: number): string => {
  const digits = scaled.padStart(places + 1, '0')
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`
}

export type Agreement = { agrees: boolean; knownDifference: string | null }

/**
 * Compares a computed number with the printed one at the printed number of decimals. A difference is *known* only if the
 * document's reader declared its kind **and** the computation shows that kind: `truncated` must really be the truncation, and
 * nothing else may be. `shown`: the kind a rule's own arithmetic shows, where it can tell more than the two numbers.
 */
export const compare = (
  judgement: Judgement,
  printed: string,
  declared: string | null,
  shown?: string,
): Agreement => {
  const none = { agrees: false, knownDifference: null }
  if (judgement.exact === null) return none
  const places = printed.split('.')[1]?.length ?? 0
  const print = new Big(printed)
  if (judgement.exact.round(places, Big.roundHalfUp).eq(print)) return { agrees: true, knownDifference: null }
  const isTruncated = judgement.exact.round(places, Big.roundDown).eq(print)
  const isShown = shown === undefined ? (declared === 'truncated') === isTruncated : declared === shown
  return { agrees: false, knownDifference: isShown ? declared : null }
}
