import { expect, test } from 'vitest'
import { readRetryAfter } from './retry-after.ts'

const now = Date.parse('2026-06-30T17:05:00Z')
test.each([
  ['120', 120_000],
  ['0', 0],
  ['Tue, 30 Jun 2026 17:06:30 GMT', 90_000],
  ['Tuesday, 30-Jun-26 17:06:30 GMT', 90_000],
  ['Tue, 30 Jun 2026 17:00:00 GMT', 0], // past already
  ['999999999', 86_400_000], // a slip of the pen
  ['-5', null],
  ['1.5', null],
  ['soon', null],
  [undefined, null],
])('Retry-After: %s waits %s ms', (header, waitMs) => {
  expect(readRetryAfter(header, now)).toBe(waitMs)
})
