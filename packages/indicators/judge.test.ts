import Big from 'big.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compare, judge } from './judge.ts'

test.each([
  { numerator: 151_017, denominator: 157_270, percent: '96.02' }, // departments, first half of 2024
  { numerator: 30_040, denominator: 30_727, percent: '97.76' }, // districts
  { numerator: 196_936, denominator: 197_113, percent: '99.91' }, // communes
  { numerator: 87_036, denominator: 87_533, percent: '99.43' }, // fully online
  { numerator: '1224.6', denominator: '8718.3', percent: '14.05' }, // disbursed to 31/5/2024
  { numerator: '3933.7', denominator: '8718.3', percent: '45.12' }, // the estimate to 30/6
  { numerator: 19, denominator: 45, percent: '42.22' }, // classes
  { numerator: '489.69', denominator: '585.85', percent: '83.59' }, // audit, other handling
  { numerator: '94.85', denominator: '95.12', percent: '99.72' }, // audit, revenue: printed 99.71
  { numerator: 39_765, denominator: 40_230, percent: '98.84' }, // valid SIPAS forms of 2023, the country
  { numerator: 125, denominator: 132, percent: '94.70' }, // feedback processed, first half of 2024
  { numerator: 1, denominator: 800, percent: '0.13' }, // 0.125: half goes up, not to even
  { numerator: 0, denominator: 4, percent: '0.00' },
  // A unit that finished nothing has no rate, which is not a bad rate.
  { numerator: 0, denominator: 0, percent: null },
  { numerator: null, denominator: 4, percent: null },
])('$numerator of $denominator is $percent', ({ numerator, denominator, percent }) => {
  expect(judge('ratio', numerator, denominator).percent).toBe(percent)
})

test('the three levels of the first half of 2024 together: 377,993 of 385,110 on time, 98.1520', () => {
  const onTime = 151_017 + 30_040 + 196_936
  const finished = 157_270 + 30_727 + 197_113
  expect([onTime, finished]).toEqual([377_993, 385_110])
  expect(judge('ratio', onTime, finished, 100, 4).value).toBe('98.1520')
})

test('revenue of 7,056: its printed percents imply plans of 13,091 and 14,149, and not that of 2023', () => {
  expect([new Big(7056).div('0.539').toFixed(0), new Big(7056).div('0.4987').toFixed(0)]).toEqual([
    '13091',
    '14149',
  ])
  expect([13_091, 14_149].map((plan) => judge('ratio', 7056, plan).value)).toEqual(['53.90', '49.87'])
  // The province's own plan of 2024 gives the print too; 14,500 is the plan of 2023.
  expect([14_150, 14_500].map((plan) => judge('ratio', 7056, plan).value)).toEqual(['49.87', '48.66'])
})

test('points are a share of what full points are worth', () => {
  expect(judge('points', 8, 10, 22)).toMatchObject({ value: '17.60', percent: null })
})

test('a count has no percent, whatever it was counted out of', () => {
  expect(judge('count', 125, 132)).toMatchObject({ value: '125', percent: null })
})

test.each([
  { count: 125, value: '125' },
  { count: '6220.4', value: '6220.40' },
  { count: '5710.503', value: '5710.5030' },
  { count: '1.23456', value: '1.2346' },
])('a count of $count is shown as $value', ({ count, value }) => {
  expect(judge('count', count, null).value).toBe(value)
})

test('points of the PAR Index have four decimals, and points of their own maximum are themselves', () => {
  expect(judge('points', '9.0012', '9.5', 9.5, 4)).toMatchObject({ value: '9.0012' })
  expect(judge('points', '9.0012', '9.5', 9.5, 4).exact?.toFixed()).toBe('9.0012')
})

test.each([
  { declared: 'count', shown: 'count', known: 'count' },
  { declared: 'typo', shown: 'count', known: null },
  { declared: null, shown: 'count', known: null },
])('declared $declared where a rule shows $shown: known as $known', ({ declared, shown, known }) => {
  const given = compare(judge('points', '1.4679', 1.5, 1.5, 4), '1.4677', declared, shown)
  expect(given).toEqual({ agrees: false, knownDifference: known })
})

test.each([
  ['a rounded print agrees', '96.02', null, { agrees: true, knownDifference: null }, [151_017, 157_270]],
  [
    'a truncated print is a known difference',
    '99.71',
    'truncated',
    { agrees: false, knownDifference: 'truncated' },
    [94.85, 95.12],
  ],
  [
    'a difference nobody declared is not known',
    '99.71',
    null,
    { agrees: false, knownDifference: null },
    [94.85, 95.12],
  ],
  [
    'declared truncated, but it is not',
    '99.70',
    'truncated',
    { agrees: false, knownDifference: null },
    [94.85, 95.12],
  ],
  [
    'declared a typo, but it is cut off',
    '99.71',
    'typo',
    { agrees: false, knownDifference: null },
    [94.85, 95.12],
  ],
  ['a typo is known if declared', '80.2717', 'typo', { agrees: false, knownDifference: 'typo' }, [57, 71]],
  ['nothing computed never agrees', '80.38', 'unexplained', { agrees: false, knownDifference: null }, [0, 0]],
] as const)('%s', (_, printed, declared, agreement, [numerator, denominator]) => {
  expect(compare(judge('ratio', numerator, denominator), printed, declared)).toEqual(agreement)
})

test('whole halves and decimal ones are judged alike', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 2 ** 31 }), fc.constantFrom(2, 4), (n, d, places) => {
      // `.0` keeps the second one out of whole numbers.
      expect(judge('ratio', n, d, 100, places).value).toBe(judge('ratio', `${n}.0`, d, 100, places).value)
    }),
  )
})
