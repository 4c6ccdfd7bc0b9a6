import { expect, test } from 'vitest'
import { newerPage, newestPage, olderPage, rangeOf } from './pages.ts'

test('one goes back by the pages one came by, and never before the newest', () => {
  const third = olderPage(olderPage(newestPage, 'a'), 'b')
  expect(rangeOf(third, 17, 50)).toEqual({ from: 101, to: 117 })
  expect(newerPage(third)).toEqual([undefined, 'a'])
  expect(newerPage(newerPage(newerPage(third)))).toEqual(newestPage)
  expect(rangeOf(newestPage, 50, 50)).toEqual({ from: 1, to: 50 })
})
