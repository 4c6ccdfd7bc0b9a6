import fc from 'fast-check'
import { expect, test } from 'vitest'
import { internalIndex } from './internal-index.ts'

test('equal totals share a rank, and the next counts them all: 1, 2, 2, 4', () => {
  const rows = [
    { unit: 'd', selfAssessed: '50', survey: '20' },
    { unit: 'b', selfAssessed: '60.10', survey: '20' },
    { unit: 'a', selfAssessed: '60', survey: '30' },
    { unit: 'c', selfAssessed: '50', survey: '30.1' }, // 80.10 in other halves
  ]
  expect(internalIndex(rows).map(({ unit, total, rank }) => [rank, unit, total])).toEqual([
    [1, 'a', '90.00'],
    [2, 'b', '80.10'],
    [2, 'c', '80.10'],
    [4, 'd', '70.00'],
  ])
})

test('0.1 + 0.2 is 0.30: totals are decimal', () => {
  const rows = [
    { unit: 'a', selfAssessed: '0.1', survey: '0.2' },
    { unit: 'b', selfAssessed: '0.3', survey: '0' },
  ]
  expect(internalIndex(rows).map(({ rank, total }) => [rank, total])).toEqual([
    [1, '0.30'],
    [1, '0.30'],
  ])
})

test('a rank is one more than the units above it', () => {
  const points = fc.integer({ min: 0, max: 30 }).map(String)
  const rows = fc.array(fc.record({ unit: fc.string(), selfAssessed: points, survey: points }))
  fc.assert(
    fc.property(rows, (given) => {
      const ranked = internalIndex(given)
      expect(ranked).toHaveLength(given.length)
      for (const row of ranked)
        expect(row.rank).toBe(1 + ranked.filter(({ total }) => Number(total) > Number(row.total)).length)
    }),
  )
})
