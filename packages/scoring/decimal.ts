import Big from 'big.js'

/** An exact ratio; `bottom` is above 0. Kept as two decimals so that nothing is rounded before the rule says so. */
export type Fraction = { top: Big; bottom: Big }

/** Two halves of a count as a source gives them; null where it gives none. */
export type Halves = { numerator: number | null; denominator: number | null }

/** The ratio of two halves; null where either is null or the denominator is 0: no cases is not a bad rate. */
export const ratioOf = ({ numerator, denominator }: Halves): Fraction | null =>
  numerator === null || denominator === null || denominator === 0
    ? null
    : { top: new Big(numerator), bottom: new Big(denominator) }

export const ONE: Fraction = { top: new Big(1), bottom: new Big(1) }

export const times = (a: Fraction, b: Fraction): Fraction => ({
  top: a.top.times(b.top),
  bottom: a.bottom.times(b.bottom),
})

/** The sum; of equal denominators it keeps that one, so that long sums stay short. */
export const plus = (a: Fraction, b: Fraction): Fraction =>
  a.bottom.eq(b.bottom)
    ? { top: a.top.plus(b.top), bottom: a.bottom }
    : { top: a.top.times(b.bottom).plus(b.top.times(a.bottom)), bottom: a.bottom.times(b.bottom) }

/** The smaller of a ratio and 1. */
export const atMostOne = (fraction: Fraction): Fraction => (fraction.top.gt(fraction.bottom) ? ONE : fraction)

/**
 * `factor` times the ratio, rounded half-up once: big.js rounds a quotient by its exact remainder, so no digit is lost to a
 * first rounding at some other place.
 */
export const rounded = ({ top, bottom }: Fraction, factor: Big.BigSource, places: number): Big => {
  const exact = Big()
  exact.DP = places
  exact.RM = Big.roundHalfUp
  return new exact(top.times(factor)).div(bottom)
}

/** As `rounded`, but cut off. For telling a truncated print from a rounded one. */
export const truncated = ({ top, bottom }: Fraction, factor: Big.BigSource, places: number): Big => {
  const exact = Big()
  exact.DP = places
  exact.RM = Big.roundDown
  return new exact(top.times(factor)).div(bottom)
}

export const sum = (numbers: readonly Big[]): Big => numbers.reduce((a, b) => a.plus(b), new Big(0))

/** Decimals a printed number has: 2 for `96.34`, 0 for `90`. */
export const placesOf = (printed: string): number => printed.split('.')[1]?.length ?? 0
