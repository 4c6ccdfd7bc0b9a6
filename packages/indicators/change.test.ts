import { expect, test } from 'vitest'
import { changeOf } from './change.ts'

test('a ratio changes by percentage points, a count by cases and percent', () => {
  expect(changeOf('ratio', '98.20', '97.70')).toEqual({ difference: '+0.50', percent: null })
  expect(changeOf('count', '120', '150')).toEqual({ difference: '-30', percent: '-20.0' })
  expect(changeOf('quantile', '3', '3')).toEqual({ difference: '0', percent: '0.0' })
  expect(changeOf('points', '85.0223', '86.02')).toEqual({ difference: '-0.9977', percent: null })
})

test('of nothing there is no percent, and of what is not known no change', () => {
  expect(changeOf('count', '7', '0')).toEqual({ difference: '+7', percent: null })
  expect(changeOf('count', null, '4')).toBeNull()
  expect(changeOf('ratio', '4.00', null)).toBeNull()
})
