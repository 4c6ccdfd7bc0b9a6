/** A fraction in whole numbers; `bottom` is above 0. */
export type Fraction = { top: bigint; bottom: bigint }

/** A decimal number as it is written: 0.25 is 25/100. */
export const exactly = (written: number | string): Fraction => {
  const [whole, decimals = ''] = String(written).split('.') as [string, string?]
  return { top: BigInt(whole + decimals), bottom: 10n ** BigInt(decimals.length) }
}

export const divided = (a: Fraction, b: Fraction): Fraction => ({
  top: a.top * b.bottom,
  bottom: a.bottom * b.top,
})
export const timesOf = (a: Fraction, b: Fraction): Fraction => ({
  top: a.top * b.top,
  bottom: a.bottom * b.bottom,
})
export const added = (a: Fraction, b: Fraction): Fraction => ({
  top: a.top * b.bottom + b.top * a.bottom,
  bottom: a.bottom * b.bottom,
})
export const smaller = (a: Fraction, b: Fraction): Fraction => (a.top * b.bottom <= b.top * a.bottom ? a : b)

/** Rounded to decimals, a half away from zero; nothing here is negative. */
export const roundedTo = (places: number, { top, bottom }: Fraction): Fraction => {
  const scale = 10n ** BigInt(places)
  const [steps, rest] = [(top * scale) / bottom, (top * scale) % bottom]
  return { top: rest * 2n >= bottom ? steps + 1n : steps, bottom: scale }
}

/** The same, as text with all its decimals. */
export const writtenTo = (places: number, fraction: Fraction): string => {
  const digits = String(roundedTo(places, fraction).top).padStart(places + 1, '0')
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`
}

export type Halves = { numerator: number | null; denominator: number | null }

/** The ratio of two halves; null where one is not known, or of no cases. */
export const shareOf = ({ numerator, denominator }: Halves): Fraction | null =>
  numerator === null || !denominator ? null : divided(exactly(numerator), exactly(denominator))

export const NOTHING: Halves = { numerator: null, denominator: null }
