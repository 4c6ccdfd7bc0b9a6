import { expect, test } from 'vitest'
import { periodsTo } from './periods.ts'

test.each([
  ['2024-06-30', ['2024-06-30', '2024-06-01', '2024-04-01', '2024-01-01', '2024-01-01']],
  ['2024-07-01', ['2024-07-01', '2024-07-01', '2024-07-01', '2024-07-01', '2024-01-01']],
  ['2024-12-31', ['2024-12-31', '2024-12-01', '2024-10-01', '2024-07-01', '2024-01-01']],
  ['2024-02-29', ['2024-02-29', '2024-02-01', '2024-01-01', '2024-01-01', '2024-01-01']],
])('the periods that end on %s', (date, begins) => {
  expect(periodsTo(date)).toEqual(
    ['day', 'month', 'quarter', 'half-year', 'year'].map((kind, i) => ({ kind, from: begins[i], to: date })),
  )
})
