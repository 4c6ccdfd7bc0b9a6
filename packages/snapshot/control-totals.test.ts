import { expect, test } from 'vitest'
import { controlTotalsFault, controlTotalsOf } from './control-totals.ts'
import { fromMillionths, toMillionths } from './decimal.ts'
import { exampleBody } from './example.ts'

const cell = (indicator: string, numerator: number | null, denominator: number | null) => ({
  indicator,
  numerator,
  denominator,
})

test.each([
  [0.1, 100_000n],
  [-2.000001, -2_000_001n],
  [-0.5, -500_000n],
  [0.000001, 1n],
  [9_007_199_254_740_991, 9_007_199_254_740_991_000_000n],
])('%d is exactly %d millionths, there and back', (n, millionths) => {
  expect(toMillionths(n)).toBe(millionths)
  expect(fromMillionths(millionths)).toBe(n)
})

test('what six places cannot say is an error, not an approximation', () => {
  expect(() => toMillionths(1e-7)).toThrow(RangeError)
  expect(() => toMillionths(1e21)).toThrow(RangeError)
  expect(() => fromMillionths(9_007_199_254_740_993_000_000n)).toThrow(RangeError)
})

test('sums are decimal sums: ten times 0.1 is 1, where binary fractions give 0.9999999999999999', () => {
  const tenths = Array.from({ length: 10 }, () => cell('steering.disbursed', 0.1, 0.3))
  expect(tenths.reduce((sum, v) => sum + v.numerator!, 0)).not.toBe(1)
  expect(controlTotalsOf(tenths)).toEqual([
    { indicator: 'steering.disbursed', cells: 10, numerator: 1, denominator: 3 },
  ])
})

test('no number at all adds up to null, not to zero; every state is a cell', () => {
  expect(controlTotalsOf([cell('b.x', null, null), cell('a.x', 0, null), cell('a.x', null, null)])).toEqual([
    { indicator: 'a.x', cells: 2, numerator: 0, denominator: null },
    { indicator: 'b.x', cells: 1, numerator: null, denominator: null },
  ])
})

const totals = exampleBody.controlTotals
test.each([
  ['a numerator', [{ ...totals[0]!, numerator: 151_016 }, totals[1]!], 'numerators of dossier.on-time'],
  ['null for a sum', [{ ...totals[0]!, denominator: null }, totals[1]!], 'denominators of dossier.on-time'],
  ['the cells', [{ ...totals[0]!, cells: 2 }, totals[1]!], 'has 3 values'],
  ['one left out', [totals[0]!], 'dossier.received has values but no control total'],
  ['one too many', [...totals, totals[0]!], 'two control totals'],
])('control totals are wrong by %s', (_what, controlTotals, words) => {
  expect(controlTotalsFault({ ...exampleBody, controlTotals })).toContain(words)
})

test('the totals made here are the totals believed here', () => {
  expect(controlTotalsFault(exampleBody)).toBeNull()
})
