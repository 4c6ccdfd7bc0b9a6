import Big from 'big.js'
import { type Halves, placesOf } from '../decimal.ts'

/**
 * An exact ratio of two whole numbers, `bottom` above 0. Whole numbers instead of decimals because a province has a thousand
 * scores a day, of twenty components each: they take a twentieth of the time.
 */
export type Whole = { top: bigint; bottom: bigint }

export const ONE: Whole = { top: 1n, bottom: 1n }

/** The ratio of two counts; null where either is null or the denominator is 0: no cases is not a bad rate. */
export const wholeOf = ({ numerator, denominator }: Halves): Whole | null => {
  if (numerator === null || denominator === null || denominator === 0) return null
  if (Number.isInteger(numerator) && Number.isInteger(denominator))
    return { top: BigInt(numerator), bottom: BigInt(denominator) }
  // A denominator the rule divides (DOSSIER_SYNC) may be a fraction: both are taken so many times that they are whole.
  const both = [new Big(numerator), new Big(denominator)] as const
  const scale = new Big(10).pow(Math.max(...both.map((half) => placesOf(half.toFixed()))))
  const [top, bottom] = both.map((half) => BigInt(half.times(scale).toFixed())) as [bigint, bigint]
  return { top, bottom }
}

export const times = (a: Whole, b: Whole): Whole => ({ top: a.top * b.top, bottom: a.bottom * b.bottom })

/** The smaller of a ratio and 1. */
export const atMostOne = (ratio: Whole): Whole => (ratio.top > ratio.bottom ? ONE : ratio)

/** `factor` times the ratio in hundredths, rounded half-up once. */
export const hundredths = ({ top, bottom }: Whole, factor: number): bigint => {
  const scaled = top * BigInt(factor) * 100n
  const floor = scaled / bottom
  return 2n * (scaled % bottom) >= bottom ? floor + 1n : floor
}

/** Hundredths as text with two decimals. */
export const textOf = (count: bigint): string => `${count / 100n}.${String(count % 100n).padStart(2, '0')}`
