import { expect, test } from 'vitest'
import { dayByKey, daysFrom, monthByKey, monthsFrom, weekdayOf, weeksOf } from './days.ts'

test('a month stands in weeks from Monday, its days alone', () => {
  expect(weeksOf('2024-06')).toHaveLength(5)
  expect(weeksOf('2024-06')[0]).toEqual([null, null, null, null, null, '2024-06-01', '2024-06-02'])
  expect(weeksOf('2024-06')[4]!.at(-1)).toBe('2024-06-30')
  // Begins on a Monday and has whole weeks only.
  expect(weeksOf('2021-02')).toHaveLength(4)
  expect(weeksOf('2024-09')).toHaveLength(6)
  expect(weeksOf('2024-02').flat().filter(Boolean)).toHaveLength(29)
})

test.each([
  ['2024-01-31', 1, '2024-02-29'],
  ['2023-12-31', 2, '2024-02-29'],
  ['2024-03-31', -1, '2024-02-29'],
  ['2024-02-29', 12, '2025-02-28'],
  ['2024-01-15', -1, '2023-12-15'],
  ['1970-01-10', -1, '1970-01-01'],
  ['2100-12-10', 1, '2100-12-31'],
])('%s and %i months is %s', (day, months, then) => {
  expect(monthsFrom(day, months)).toBe(then)
})

test('a week begins on Monday', () => {
  expect(weekdayOf('2024-07-01')).toBe(0)
  expect(weekdayOf('2024-06-30')).toBe(6)
  expect(daysFrom('2024-06-30', 1)).toBe('2024-07-01')
})

test.each([
  ['ArrowRight', false, '2024-07-01'],
  ['ArrowLeft', false, '2024-06-29'],
  ['ArrowUp', false, '2024-06-23'],
  ['ArrowDown', false, '2024-07-07'],
  ['Home', false, '2024-06-24'],
  ['End', false, '2024-06-30'],
  ['PageUp', false, '2024-05-30'],
  ['PageDown', true, '2025-06-30'],
  ['a', false, null],
])('from Sunday 30 June, %s (shift: %s) leads to %s', (key, shift, day) => {
  expect(dayByKey('2024-06-30', key, shift)).toBe(day)
})

test.each([
  ['ArrowRight', '2024-06-01'],
  ['ArrowUp', '2024-02-01'],
  ['Home', '2024-04-01'],
  ['End', '2024-06-01'],
  ['PageUp', '2023-05-01'],
  ['Enter', null],
])('among months, from May %s leads to %s', (key, day) => {
  expect(monthByKey('2024-05-01', key)).toBe(day)
})
