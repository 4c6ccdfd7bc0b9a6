import { expect, test } from 'vitest'
import { sameDayBefore } from './period-before.ts'

test.each([
  ['day', '2024-07-01', '2024-06-30'],
  ['month', '2024-07-15', '2024-06-15'],
  ['month', '2024-03-31', '2024-02-29'],
  ['month', '2024-01-01', '2023-12-01'],
  ['quarter', '2024-07-01', '2024-04-01'],
  ['half-year', '2024-07-31', '2024-01-31'],
  ['year', '2024-12-31', '2023-12-31'],
] as const)('%s of %s is held against %s', (kind, day, before) => {
  expect(sameDayBefore(kind, day)).toBe(before)
})
