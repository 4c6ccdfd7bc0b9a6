import Big from 'big.js'
import { expect, test } from 'vitest'
import { internalIndex } from '../internal-index.ts'
import { INDEX_YEARS, INTERNAL_2023, LAM_HA_2021, NATIONAL_MEANS } from './facts.ts'
import { PUBLISHED_2023 } from './published-2023.ts'

const yearOf = (index: string, year: number) =>
  INDEX_YEARS.find((each) => each.index === index && each.year === year)

test.each(INDEX_YEARS.filter(({ change }) => change))(
  '$index $year: the printed step leads from the year before',
  ({ index, year, points, rank, change }) => {
    const before = yearOf(index, year - 1)!
    expect(before.rank - rank).toBe(change?.ranksUp)
    if (change?.points) expect(new Big(points).minus(change.points).eq(before.points)).toBe(true)
  },
)

test('what is computed from a step is marked as such', () => {
  expect(INDEX_YEARS.filter(({ evidence }) => evidence !== 'published').map(({ year }) => year)).toEqual([
    2020, 2020,
  ])
})

test('the published total of 2023 is that of the appendix', () => {
  expect(yearOf('par', 2023)?.points).toBe(PUBLISHED_2023.total)
})

test.each(NATIONAL_MEANS.filter(({ change }) => change))(
  'national mean of $index $year',
  ({ index, year, points, change }) => {
    const before = NATIONAL_MEANS.find((each) => each.index === index && each.year === year - 1)!
    expect(new Big(points).minus(before.points).toFixed(2)).toBe(change)
  },
)

test.each(INTERNAL_2023)(
  'the mean of $level lies between its best and its worst',
  ({ mean, best, worst }) => {
    expect(new Big(worst.total).lt(mean) && new Big(mean).lt(best.total)).toBe(true)
  },
)

test('Lâm Hà 2021: 56.35 + 31.11 = 87.46, last of 12, 0.04 points and two ranks below 2020', () => {
  expect(internalIndex([LAM_HA_2021.row])).toMatchObject([{ unit: '676', total: '87.46' }])
  expect(new Big(LAM_HA_2021.total).minus(LAM_HA_2021.before.total).toFixed(2)).toBe(LAM_HA_2021.change.total)
  expect(LAM_HA_2021.before.rank - LAM_HA_2021.rank).toBe(LAM_HA_2021.change.ranksUp)
  expect(new Big(LAM_HA_2021.total).lt(LAM_HA_2021.mean)).toBe(true)
})
