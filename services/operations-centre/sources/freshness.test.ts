import { expect, test } from 'vitest'
import { freshnessOf } from './freshness.ts'

const NOW = Date.parse('2024-07-01T08:00:00+07:00')
const ago = (seconds: number) => NOW - seconds * 1000

test.each([
  { silence: 'has just spoken', heard: ago(0), rhythm: 60, freshness: 'fresh' },
  { silence: 'speaks again exactly when it promised', heard: ago(60), rhythm: 60, freshness: 'fresh' },
  { silence: 'is a millisecond late', heard: ago(60) - 1, rhythm: 60, freshness: 'delayed' },
  { silence: 'missed two rhythms', heard: ago(180), rhythm: 60, freshness: 'delayed' },
  { silence: 'missed three rhythms', heard: ago(180) - 1, rhythm: 60, freshness: 'stale' },
  { silence: 'was last heard a year ago', heard: ago(366 * 86_400), rhythm: 86_400, freshness: 'stale' },
  // The broker's clock may run ahead of ours.
  { silence: 'seems to speak from the future', heard: ago(-5), rhythm: 60, freshness: 'fresh' },
  { silence: 'was never heard', heard: null, rhythm: null, freshness: 'unknown' },
  { silence: 'was never heard but has a rhythm', heard: null, rhythm: 60, freshness: 'unknown' },
  // Without a promise, silence says nothing.
  { silence: 'was heard but never said its rhythm', heard: ago(1), rhythm: null, freshness: 'unknown' },
] as const)('a source that $silence is $freshness', ({ heard, rhythm, freshness }) => {
  expect(freshnessOf(heard, rhythm, NOW)).toBe(freshness)
})
