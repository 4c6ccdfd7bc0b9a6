import { describe, expect, test } from 'vitest'
import { CALENDAR_UNKNOWN, openCatalogues } from './index.ts'

const { workingDays } = openCatalogues()
const { isWorkingDay, workingDaysBetween, addWorkingDays } = workingDays

describe('the first half of 2024, counted by hand', () => {
  test.each([
    // Month, its weekdays, those off, the Saturdays worked.
    { from: '2023-12-31', to: '2024-01-31', weekdays: 23, off: 1, worked: 0 }, // 1/1
    { from: '2024-01-31', to: '2024-02-29', weekdays: 21, off: 5, worked: 0 }, // Tết: 8, 9, 12, 13, 14/2
    { from: '2024-02-29', to: '2024-03-31', weekdays: 21, off: 0, worked: 0 },
    { from: '2024-03-31', to: '2024-04-30', weekdays: 22, off: 3, worked: 0 }, // 18/4, the swapped 29/4, 30/4
    { from: '2024-04-30', to: '2024-05-31', weekdays: 23, off: 1, worked: 1 }, // 1/5; Saturday 4/5 for 29/4
    { from: '2024-05-31', to: '2024-06-30', weekdays: 20, off: 0, worked: 0 },
    { from: '2023-12-31', to: '2024-06-30', weekdays: 130, off: 10, worked: 1 },
  ])('after $from to $to: $weekdays − $off + $worked', ({ from, to, weekdays, off, worked }) => {
    expect(workingDaysBetween(from, to)).toBe(weekdays - off + worked)
  })
})

test.each([
  // Eleven holidays since the Labour Code 2019, ten in 2020; a swap changes nothing in the sum.
  { year: 2020, weekdays: 262, holidays: 10 },
  { year: 2021, weekdays: 261, holidays: 11 },
  { year: 2022, weekdays: 260, holidays: 11 },
  { year: 2023, weekdays: 260, holidays: 11 },
  { year: 2024, weekdays: 262, holidays: 11 },
  { year: 2025, weekdays: 261, holidays: 11 },
  // The Day of Vietnamese Culture is the twelfth, and inferred.
  { year: 2026, weekdays: 261, holidays: 12 },
])('$year has $weekdays weekdays and $holidays holidays', ({ year, weekdays, holidays }) => {
  const [first, last] = [`${year}-01-01`, `${year}-12-31`]
  // 1 January is a holiday, or on a weekend, in every year: counting after it loses nothing.
  expect(workingDaysBetween(first, last)).toBe(weekdays - holidays)
})

test.each([
  { day: '2024-02-07', working: true }, // the last day before Tết
  { day: '2024-02-08', working: false },
  { day: '2024-02-14', working: false },
  { day: '2024-02-15', working: true },
  { day: '2024-04-29', working: false }, // a Monday, swapped for …
  { day: '2024-05-04', working: true }, // … this Saturday
  { day: '2024-05-05', working: false },
  { day: '2025-04-26', working: true },
  { day: '2026-01-10', working: true },
  { day: '2026-08-22', working: true },
  { day: '2019-12-31', working: CALENDAR_UNKNOWN },
  { day: '2027-01-01', working: CALENDAR_UNKNOWN },
])('$day is a working day: $working', ({ day, working }) => {
  expect(isWorkingDay(day)).toBe(working)
})

test.each([
  { from: '2024-02-07', n: 1, to: '2024-02-15' }, // over Tết
  { from: '2024-02-07', n: 2, to: '2024-02-16' },
  { from: '2024-02-10', n: 1, to: '2024-02-15' }, // received on the first day of the year of the Dragon
  { from: '2024-04-26', n: 2, to: '2024-05-03' }, // Friday; 27 and 28 weekend, 29 to 1 off; 2 and 3 worked
  { from: '2024-05-02', n: 2, to: '2024-05-04' }, // a deadline on the swapped Saturday
  { from: '2024-05-04', n: 1, to: '2024-05-06' },
  { from: '2024-05-05', n: 0, to: '2024-05-05' },
  { from: '2026-12-30', n: 1, to: '2026-12-31' },
  { from: '2026-12-30', n: 2, to: CALENDAR_UNKNOWN },
  { from: '2019-12-31', n: 1, to: CALENDAR_UNKNOWN },
])('$n working days from $from: $to', ({ from, n, to }) => {
  expect(addWorkingDays(from, n)).toBe(to)
})

test('out of what is described there is no number, and what is no day is refused', () => {
  expect(workingDaysBetween('2019-12-31', '2020-01-02')).toBe(CALENDAR_UNKNOWN)
  expect(workingDaysBetween('2026-12-31', '2027-01-04')).toBe(CALENDAR_UNKNOWN)
  for (const day of ['2024-02-30', '2028-13-01', '1/1/2024', '']) {
    expect(() => isWorkingDay(day)).toThrow(RangeError)
    expect(() => workingDaysBetween('2024-01-02', day)).toThrow(RangeError)
    expect(() => addWorkingDays(day, 1)).toThrow(RangeError)
  }
  for (const n of [-1, 0.5, Number.NaN]) expect(() => addWorkingDays('2024-01-02', n)).toThrow(RangeError)
})
