import Big from 'big.js'
import type { MeasureKind } from './figure.ts'

/** What TypeScript makes of the two counts; decimals throughout, half-up, never binary floats or banker's rounding (domain.md §2.2). */
export type Judgement = {
  /** Rounded number as text; null where there is nothing to judge (no denominator, or no cases, which is not a bad rate). */
  value: string | null
  /** Percent with two decimals, for ratios only. */
  percent: string | null
  /** The exact number before rounding, for comparing with truncated prints; null as `value`. */
  exact: Big | null
}

export const PLACES = 2

/** Twenty digits are far beyond any two-decimal question; division is exact enough to truncate and to round. */
const divide = (a: Big, b: Big): Big => {
  const exact = Big()
  exact.DP = 20
  exact.RM = Big.roundHalfUp
  return new exact(a).div(b)
}

const NOTHING: Judgement = { value: null, percent: null, exact: null }

/** `maximum` is what full points are worth, for points (22 for the leaders' survey). */
export const judge = (
  kind: MeasureKind,
  numerator: string | number | null,
  denominator: string | number | null,
  maximum = 100,
): Judgement => {
  if (numerator === null) return NOTHING
  const top = new Big(numerator)
  if (kind === 'count') return { value: top.toFixed(), percent: null, exact: top }
  // Of no cases there is no quantile; ClickHouse would answer 0.
  if (kind === 'quantile')
    return Number(denominator) === 0 ? NOTHING : { value: top.toFixed(), percent: null, exact: top }
  if (denominator === null || new Big(denominator).eq(0)) return NOTHING
  const exact = divide(top, new Big(denominator)).times(maximum)
  const value = exact.round(PLACES, Big.roundHalfUp).toFixed(PLACES)
  return { value, percent: kind === 'ratio' ? value : null, exact }
}

export type Agreement = { agrees: boolean; knownDifference: string | null }

/**
 * Compares a computed number with the printed one at the printed number of decimals. A difference is *known* only if the
 * document's reader declared its kind **and** the computation shows that kind: `truncated` must really be the truncation.
 */
export const compare = (judgement: Judgement, printed: string, declared: string | null): Agreement => {
  const none = { agrees: false, knownDifference: null }
  if (judgement.exact === null) return none
  const places = printed.split('.')[1]?.length ?? 0
  const print = new Big(printed)
  if (judgement.exact.round(places, Big.roundHalfUp).eq(print)) return { agrees: true, knownDifference: null }
  if (declared === 'truncated')
    return judgement.exact.round(places, Big.roundDown).eq(print)
      ? { agrees: false, knownDifference: declared }
      : none
  return { agrees: false, knownDifference: declared }
}
