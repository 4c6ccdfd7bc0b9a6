import { expect, test } from 'vitest'
import { openRate } from './rate.ts'
import { openTally } from './tally.ts'

const isEvent = (topic: string) => topic === 'dossier.v1'
const step = { partition: 0, source: 'first-half-2024', lastAppendedMs: 1_000, sent: 1 } as const

test('what is told in steps adds up, per verdict, and the mark moves on', () => {
  const tally = openTally(isEvent)
  tally.add([
    { ...step, topic: 'dossier.v1', verdict: 'keep', records: 90, lastOffset: 98 },
    { ...step, topic: 'dossier.v1', verdict: 'reject', records: 10, lastOffset: 99, source: '' },
  ])
  tally.add([{ ...step, topic: 'dossier.v1', verdict: 'keep', records: 5, lastOffset: 104 }])
  expect(tally.count('dossier.v1', 'keep')).toBe(95)
  expect(tally.count('dossier.v1', 'reject')).toBe(10)
  expect(tally.count('feedback.v1', 'keep')).toBe(0)
  expect(tally.marks()).toEqual([{ topic: 'dossier.v1', partition: 0, next: 105 }])
})

test('progress is an arrival but no event; a record without a source belongs to none', () => {
  const tally = openTally(isEvent)
  tally.add([
    { ...step, topic: 'dossier.v1', verdict: 'keep', records: 1, lastOffset: 0 },
    {
      ...step,
      topic: 'source-progress.v1',
      verdict: 'keep',
      records: 1,
      lastOffset: 0,
      lastAppendedMs: 9_000,
    },
    { ...step, topic: 'dossier.v1', verdict: 'reject', records: 1, lastOffset: 1, source: '' },
  ])
  expect([...tally.sources()]).toEqual([
    ['first-half-2024 dossier.v1', { lastMs: 1_000, records: 1, rejected: 0 }],
  ])
})

test('what a person here replays is counted, and is no sign of life of its source', () => {
  const tally = openTally(isEvent)
  const kept = { ...step, topic: 'dossier.v1', verdict: 'keep', records: 1 } as const
  tally.add([
    { ...kept, lastOffset: 0 },
    { ...kept, lastOffset: 1, lastAppendedMs: null, sent: 0 },
    { ...kept, source: 'never-heard', lastOffset: 2, lastAppendedMs: null, sent: 0 },
  ])
  // Some sent, some replayed, in one step: only the sent are the source's own.
  tally.add([{ ...kept, verdict: 'reject', records: 5, sent: 4, lastOffset: 7, lastAppendedMs: 2_000 }])
  expect(tally.count('dossier.v1', 'keep')).toBe(3)
  expect([...tally.sources()]).toEqual([
    ['first-half-2024 dossier.v1', { lastMs: 2_000, records: 5, rejected: 4 }],
  ])
})

test('speed is measured over the window, and a recount begins it anew', () => {
  const rate = openRate(10_000)
  expect(rate.perSecond()).toBeNull()
  for (let second = 0; second <= 20; second += 2) rate.tell(second * 1_000, second * 1_000)
  expect(rate.perSecond()).toBe(1_000)
  for (let second = 22; second <= 32; second += 2) rate.tell(20_000, second * 1_000)
  expect(rate.perSecond()).toBe(0)
  rate.tell(0, 34_000)
  expect(rate.perSecond()).toBeNull()
})
