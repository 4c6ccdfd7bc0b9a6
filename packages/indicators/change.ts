import Big from 'big.js'
import type { MeasureKind } from './figure.ts'

/** What a value changed by since another: in its own unit, and as a percent of the other where that says something. */
export type Change = {
  /** The value less the one before, signed, with the decimals of the finer of the two. Of a ratio: percentage points. */
  difference: string
  /** That in percent of the value before, one decimal, signed; null of ratios, points and indices, and where the value before is 0. */
  percent: string | null
}

/** Null where either is not known: no cases and nobody having spoken are no zeros. */
export const changeOf = (kind: MeasureKind, value: string | null, before: string | null): Change | null => {
  if (value === null || before === null) return null
  const difference = new Big(value).minus(before)
  const places = Math.max(placesOf(value), placesOf(before))
  const relative = (kind === 'count' || kind === 'quantile') && !new Big(before).eq(0)
  return {
    difference: signed(difference, places),
    percent: relative ? signed(difference.times(100).div(new Big(before).abs()), 1) : null,
  }
}

const placesOf = (text: string) => text.split('.')[1]?.length ?? 0

const signed = (number: Big, places: number) => {
  const text = number.round(places, Big.roundHalfUp).toFixed(places)
  return number.gt(0) ? `+${text}` : text
}
