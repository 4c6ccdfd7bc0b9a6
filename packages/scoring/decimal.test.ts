import Big from 'big.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plus, ratioOf, rounded, truncated } from './decimal.ts'

test.each([
  [1, 8, 2, '0.13', '0.12'], // half goes up, not to the even neighbour
  [3, 8, 2, '0.38', '0.37'],
  [1, 3, 4, '0.3333', '0.3333'],
  [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 2, '1.00', '1.00'],
])('%d of %d at %d places: rounded %s, cut off %s', (numerator, denominator, places, half, cut) => {
  const ratio = ratioOf({ numerator, denominator })!
  expect(rounded(ratio, 1, places).toFixed(places)).toBe(half)
  expect(truncated(ratio, 1, places).toFixed(places)).toBe(cut)
})

test('a number a hair below a half is not rounded up by way of a longer one', () => {
  const bottom = new Big('2e40')
  expect(rounded({ top: bottom.div(2).minus(1), bottom }, 1, 0).toFixed()).toBe('0')
  expect(rounded({ top: bottom.div(2), bottom }, 1, 0).toFixed()).toBe('1')
})

test.each([
  { numerator: null, denominator: 4 },
  { numerator: 4, denominator: null },
  { numerator: 0, denominator: 0 },
])('%j has no ratio', (halves) => {
  expect(ratioOf(halves)).toBeNull()
})

test('a sum of fractions is exact', () => {
  const fraction = fc
    .tuple(fc.nat(), fc.integer({ min: 1, max: 1000 }))
    .map(([top, bottom]) => ({ top: new Big(top), bottom: new Big(bottom) }))
  fc.assert(
    fc.property(fraction, fraction, (a, b) => {
      const sum = plus(a, b)
      expect(
        sum.top
          .times(a.bottom)
          .times(b.bottom)
          .eq(a.top.times(b.bottom).plus(b.top.times(a.bottom)).times(sum.bottom)),
      ).toBe(true)
    }),
  )
})
