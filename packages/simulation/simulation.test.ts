import { describe, expect, test } from 'vitest'
import {
  chance,
  instantsFrom,
  permutation,
  pickBySums,
  scriptOf,
  sumsOf,
  tell,
  tellLive,
  workingDays,
} from './index.ts'

describe('permutation', () => {
  test.each([1, 2, 3, 97, 1000, 4096])('of %i is one to one', (size) => {
    const permute = permutation(7, size)
    const images = Array.from({ length: size }, (_, i) => permute(i))
    expect(images.toSorted((a, b) => a - b)).toEqual(Array.from({ length: size }, (_, i) => i))
  })

  test('depends on its seed', () => {
    const [one, two] = [permutation(1, 1000), permutation(2, 1000)]
    const same = Array.from({ length: 1000 }, (_, i) => i).filter((i) => one(i) === two(i))
    expect(same.length).toBeLessThan(20)
  })
})

describe('draws', () => {
  test('are spread evenly and do not follow one another', () => {
    const tenths = Array.from({ length: 10 }, () => 0)
    let bothLow = 0
    for (let subject = 0; subject < 100_000; subject++) {
      tenths[Math.floor(chance(1, subject, 1) * 10)]!++
      if (chance(1, subject, 1) < 0.1 && chance(1, subject, 2) < 0.1) bothLow++
    }
    for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(500)
    expect(Math.abs(bothLow - 1000)).toBeLessThan(150)
  })

  test('pick by weight', () => {
    const sums = sumsOf([1, 0, 3])
    expect([0, 0.24, 0.25, 0.99].map((u) => pickBySums(sums, u))).toEqual([0, 0, 2, 2])
  })
})

test('working days leave out weekends, Tết and holidays, and count the Saturday worked in exchange', () => {
  const instants = instantsFrom('2024-01-01', 366)
  const days = workingDays('2024-01-01', '2024-07-01').startSeconds.map((start) => instants.day(start))
  for (const day of ['2024-01-01', '2024-01-06', '2024-02-08', '2024-02-14', '2024-04-29', '2024-05-01'])
    expect(days).not.toContain(day)
  for (const day of ['2024-01-02', '2024-02-07', '2024-02-15', '2024-05-04', '2024-06-28'])
    expect(days).toContain(day)
})

test('instants are written with their offset', () => {
  const instants = instantsFrom('2023-12-01', 40)
  expect(instants.text(31 * 86_400 + 7 * 3600 + 5 * 60 + 9)).toBe('2024-01-01T07:05:09+07:00')
  expect(Date.parse(instants.text(12_345))).toBe(instants.ms(12_345))
})

describe('telling', () => {
  const script = scriptOf(
    's1',
    10_000,
    Array.from({ length: 4500 }, (_, n) => ({ n, atMs: n >> 1 })),
  )
  const never = new AbortController().signal

  test('never calls an instant complete of which an event is still to come', async () => {
    let complete = -1
    for await (const batch of tell(script, null, never)) {
      expect(batch.events.every((event) => event.atMs > complete)).toBe(true)
      complete = batch.completeUpToMs
    }
    expect(complete).toBe(10_000)
  })

  test('stops when aborted', async () => {
    const stop = new AbortController()
    let batches = 0
    for await (const _ of tell(script, null, stop.signal)) {
      batches++
      stop.abort()
    }
    expect(batches).toBe(1)
  })

  test('live: every second once, however often it is asked', async () => {
    const live = { tag: 'l1', startMs: 0, at: (second: number) => [second] }
    const told: number[] = []
    let since: { script: string; second: number } | null = null
    for (const nowMs of [2500, 2900, 3000, 650_000]) {
      const clock = { now: () => nowMs, running: true }
      for await (const batch of tellLive(live, since, clock, never)) {
        told.push(...batch.events)
        since = batch.checkpoint
      }
    }
    // 600 seconds are caught up, what lies longer back is left out.
    expect(told).toEqual([0, 1, 2, 3, ...Array.from({ length: 600 }, (_, i) => 51 + i)])
  })
})
