import { expect, test } from 'vitest'
import { dueDates, scheduledFor } from './due.ts'

const at = (text: string) => Date.parse(`${text}+07:00`)
const CRON = '0 5 0 * * *'

test('a date is cut at the first scheduled instant after it has ended', () => {
  expect(scheduledFor('2024-06-30', CRON)).toBe(at('2024-07-01T00:05:00'))
  expect(scheduledFor('2024-06-30', '0 0 17 * * *')).toBe(at('2024-07-01T17:00:00'))
  expect(scheduledFor('2024-06-30', '0 0 0 * * *')).toBe(at('2024-07-01T00:00:00'))
})

test.each([
  ['before the first instant nothing is due', '2024-07-01T00:04:59', []],
  ['at the first instant the day before is due', '2024-07-01T00:05:00', ['2024-06-30']],
  ['later that day it still is', '2024-07-01T23:59:59', ['2024-06-30']],
  [
    'three days off make three dates, oldest first',
    '2024-07-04T08:00:00',
    ['2024-06-30', '2024-07-01', '2024-07-02', '2024-07-03'],
  ],
])('%s', (_, now, dates) => {
  expect(dueDates(at('2024-07-01T00:00:00'), at(now), CRON).map((due) => due.date)).toEqual(dates)
})
