import { expect, test } from 'vitest'
import { newestBefore } from './newest-day.ts'

const source = (
  name: string,
  completeUpTo: string | null,
  lastArrivalAt: string | null = '2026-11-27T21:00:00+07:00',
) => ({
  ...{ source: name, completeUpTo, lastArrivalAt },
})
const half = source('first-half-2024', '2024-06-30T23:59:59.999+07:00')

test('what a period does not see any more is pointed to, by the newest day and whose it is', () => {
  const sources = [
    half,
    source('reports', '2024-07-01T00:00:00+07:00'),
    half,
    source('older', '2024-05-31T23:59:59.999+07:00'),
    source('live-demo', '2024-07-01T00:03:00+07:00'),
  ]
  expect(newestBefore('2024-07-01', sources)).toEqual({
    day: '2024-06-30',
    of: ['first-half-2024', 'reports'],
  })
})

test('a period that reaches back to it needs no pointing', () => {
  expect(newestBefore('2024-06-01', [half])).toBe(null)
  expect(newestBefore('2024-06-30', [half])).toBe(null)
})

test('a source that never spoke, or does not say how far it is, or ended long ago, points nowhere', () => {
  expect(newestBefore('2024-07-01', [source('silent', '2024-06-30T23:59:59.999+07:00', null)])).toBe(null)
  expect(newestBefore('2024-07-01', [source('push', null)])).toBe(null)
  expect(newestBefore('2025-07-05', [half])).toBe(null)
})
