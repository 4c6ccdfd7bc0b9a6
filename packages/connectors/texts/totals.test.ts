import { expect, test } from 'vitest'
import { isTotal } from './totals.ts'

test.each([
  ['Tổng cộng', true],
  ['TỔNG CỘNG:', true],
  ['Tổng số (12 đơn vị)'.normalize('NFD'), true],
  [' cộng ', true],
  ['Tổng cục Thuế', false],
  ['Sở Công thương', false],
  ['', false],
  [null, false],
  [12, false],
])('%j sums up: %j', (value, sums) => {
  expect(isTotal(value)).toBe(sums)
})
