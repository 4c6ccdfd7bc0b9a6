import { expect, test } from 'vitest'
import { type DatePeriodKind, periodAround, periodBefore, periodsBack, periodsTo } from './periods.ts'

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

test('periods back from a date: whole ones, the last of them to date', () => {
  expect(periodsBack('month', '2024-03-15', 3).map(({ from, to }) => `${from} ${to}`)).toEqual([
    '2024-01-01 2024-01-31',
    '2024-02-01 2024-02-29',
    '2024-03-01 2024-03-15',
  ])
  expect(periodsBack('half-year', '2024-06-30', 2).map(({ from, to }) => `${from} ${to}`)).toEqual([
    '2023-07-01 2023-12-31',
    '2024-01-01 2024-06-30',
  ])
  expect(periodsBack('day', '2024-03-01', 2).map(({ to }) => to)).toEqual(['2024-02-29', '2024-03-01'])
})

test('the period before goes as far as this one does', () => {
  const before = (kind: DatePeriodKind, to: string) => {
    const { from, to: until } = periodBefore({ ...periodAround(kind, to), to })
    return `${from} ${until}`
  }
  expect(before('month', '2024-06-15')).toBe('2024-05-01 2024-05-15')
  expect(before('month', '2024-06-30')).toBe('2024-05-01 2024-05-31')
  expect(before('month', '2024-03-30')).toBe('2024-02-01 2024-02-29')
  expect(before('month', '2024-01-10')).toBe('2023-12-01 2023-12-10')
  expect(before('quarter', '2024-05-31')).toBe('2024-01-01 2024-02-29')
  expect(before('half-year', '2024-07-01')).toBe('2024-01-01 2024-01-01')
  expect(before('year', '2024-02-29')).toBe('2023-01-01 2023-02-28')
  expect(before('day', '2024-03-01')).toBe('2024-02-29 2024-02-29')
})
