import { openCatalogues } from '@ioc/catalogues'
import { isCounted, openIndicators } from '@ioc/indicators'
import { expect, test } from 'vitest'
import { countedTwice, openCounting } from '../counting/count.ts'
import { statesOf } from '../counting/newest.ts'
import { pausesOf, workingDaysTaken } from '../counting/pauses.ts'
import { quantileOf } from '../counting/rules.ts'
import { streamOf } from '../counting/streams/index.ts'
import { instantMs } from '../counting/time.ts'
import { allScopes, scopesOfUnit } from '../counting/units.ts'
import { lastDayOf, workingDaysAfter } from '../counting/working-days.ts'

/** The second counting is itself tried by cases a person can do in the head. */

test('every indicator that is counted has a second counting, and no other has one', () => {
  const counted = openIndicators(openCatalogues()).filter(isCounted)
  expect([...countedTwice].sort()).toEqual(counted.map(({ id }) => id).sort())
})

test.each([
  { from: '2024-02-07', to: '2024-02-15', days: ['2024-02-15'] }, // over Tết
  { from: '2024-04-26', to: '2024-05-04', days: ['2024-05-02', '2024-05-03', '2024-05-04'] }, // a swapped Saturday
  { from: '2024-06-10', to: '2024-06-10', days: [] },
  { from: '2026-12-30', to: '2027-01-04', days: null },
])('working days after $from up to $to: $days', ({ from, to, days }) => {
  expect(workingDaysAfter(from, to)).toEqual(days)
})

test.each([
  { from: '2024-02-07', n: 2, day: '2024-02-16' },
  { from: '2024-05-02', n: 2, day: '2024-05-04' },
  { from: '2024-06-07', n: 15, day: '2024-06-28' },
  { from: '2026-12-30', n: 2, day: null },
])('$n working days from $from end on $day', ({ from, n, day }) => {
  expect(lastDayOf(from, n)).toBe(day)
})

test.each([
  { code: '24946', day: '2024-11-30', scopes: ['24946', '677', '677/commune', '68', '68/commune'] },
  { code: '25120', day: '2024-11-30', scopes: ['25120', '68', '68/commune', '681', '681/commune'] },
  { code: '683', day: '2024-11-30', scopes: ['68', '68/district', '683', '683/district'] },
  { code: 'H36.12', day: '2024-12-01', scopes: ['68', '68/department', 'H36.12'] },
  { code: '24946', day: '2024-12-01', scopes: [] }, // no unit any more
])('on the tree of $day $code counts in $scopes', ({ code, day, scopes }) => {
  expect(scopesOfUnit({ kind: 'then' }, code, day, day).sort()).toEqual(scopes)
})

test.each([
  { code: '24946', scopes: ['24955', '677', '677/commune', '68', '68/commune'] },
  { code: '25120', scopes: ['25114', '68', '68/commune', '682', '682/commune'] },
  { code: '25123', scopes: ['25105', '68', '68/commune', '682', '682/commune'] },
  { code: '681', scopes: ['68', '68/district', '682', '682/district'] },
])('on the tree of after the mergers what $code did before counts in $scopes', ({ code, scopes }) => {
  expect(scopesOfUnit({ kind: 'of', day: '2024-12-31' }, code, '2024-11-30', '2024-12-31').sort()).toEqual(
    scopes,
  )
})

test('a code that names another unit by then is called with the day its unit began', () => {
  const then = { kind: 'then' } as const
  expect(scopesOfUnit(then, '25126', '2024-11-30', '2024-12-31')).toContain('682@2020-01-01/commune')
  expect(scopesOfUnit(then, '25126', '2024-11-30', '2024-11-30')).toContain('682/commune')
  // Another district above it, the same commune.
  expect(scopesOfUnit(then, '25096', '2024-11-30', '2024-12-31')).toContain('25096')
  expect(allScopes(then, '2024-12-31')).toContain('24955@2020-01-01')
  expect([...allScopes(then, '2024-11-30')].filter((scope) => scope.includes('@'))).toEqual([])
})

test('today’s tree has a province, 19 departments, 10 districts, 137 communes and the levels below each', () => {
  const scopes = [...allScopes({ kind: 'of', day: '2024-12-31' }, '2024-12-31')]
  expect(scopes.filter((scope) => !scope.includes('/'))).toHaveLength(1 + 19 + 10 + 137)
  expect(scopes.filter((scope) => scope.includes('/'))).toHaveLength(4 + 10 * 2)
})

const at = (day: string, time = '09:00') => instantMs(`${day}T${time}:00+07:00`)

test.each([
  { what: 'none', requests: [], days: 9 },
  { what: 'one answered', requests: [['2024-06-04', '2024-06-06']], days: 7 },
  { what: 'one open', requests: [['2024-06-04', null]], days: 1 },
  {
    what: 'two that overlap',
    requests: [
      ['2024-06-04', null],
      ['2024-06-05', '2024-06-06'],
    ],
    days: 1,
  },
  { what: 'one of before the reception', requests: [['2024-05-20', '2024-06-04']], days: 8 },
  { what: 'one answered after the end', requests: [['2024-06-12', '2024-06-28']], days: 7 },
  { what: 'one answered before it was asked', requests: [['2024-06-06', '2024-06-04']], days: 9 },
] as { what: string; requests: [string, string | null][]; days: number }[])(
  'of 9 working days $days were the office’s with $what',
  ({ requests, days }) => {
    const [received, finished] = [at('2024-06-03'), at('2024-06-14')]
    const asked = requests.map(([from, to]) => ({ from: at(from), to: to && at(to) })) as never
    expect(workingDaysTaken(received, finished, pausesOf(asked, received, finished))).toBe(days)
  },
)

test('a quantile is a value that occurred, and of nothing there is none', () => {
  expect(quantileOf(0.5, [4, 1, 3, 2])).toEqual({ numerator: 3, denominator: 4 })
  expect(quantileOf(0.9, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])).toEqual({ numerator: 10, denominator: 10 })
  expect(quantileOf(0.5, [])).toEqual({ numerator: null, denominator: 0 })
})

test('a stream is the same each time, and gives every indicator of the province something to count', () => {
  expect(streamOf(5)).toEqual(streamOf(5))
  const countings = [1, 2, 3].map((seed) =>
    openCounting(statesOf(streamOf(seed)), { kind: 'then' }, '2024-12-31'),
  )
  const periods = [
    ...['2021', '2023', '2024'].map((year) => ({ from: `${year}-01-01`, to: `${year}-12-31` })),
    { from: '2024-06-01', to: '2024-06-30' },
  ]
  const most = (indicator: string) =>
    Math.max(
      ...countings.flatMap((counting) =>
        periods.map((period) => counting.of(indicator, '68', period).numerator ?? 0),
      ),
    )
  expect(countedTwice.filter((indicator) => most(indicator) === 0)).toEqual([])
})
