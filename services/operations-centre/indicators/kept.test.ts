import { expect, test } from 'vitest'
import { openKept } from './kept.ts'

test('each question is asked once while its answer is kept, and askers meanwhile share it', async () => {
  let nowMs = 0
  let asked = 0
  const kept = openKept<string>({ keepMs: 1_000, now: () => nowMs, sizeOf: () => 1, sizeMax: 10 })
  const ask = (name: string) => kept.read(name, async () => `${name} ${++asked}`).then(({ value }) => value)
  expect(await Promise.all([ask('a'), ask('a'), ask('b')])).toEqual(['a 1', 'a 1', 'b 2'])
  expect(await ask('a')).toBe('a 1')
  nowMs = 1_000
  expect(await ask('a')).toBe('a 3')
})

test('beyond the bound the answer not asked for longest goes', async () => {
  let asked = 0
  const kept = openKept<number[]>({ keepMs: 1_000, now: () => 0, sizeOf: (rows) => rows.length, sizeMax: 5 })
  const ask = (name: string, rows: number) =>
    kept.read(name, async () => {
      asked++
      return Array.from({ length: rows }, () => 0)
    })
  await ask('a', 2)
  await ask('b', 2)
  await ask('a', 2)
  await ask('c', 2) // b is the oldest question now
  expect(asked).toBe(3)
  await ask('a', 2)
  await ask('c', 2)
  expect(asked).toBe(3)
  await ask('b', 2)
  expect(asked).toBe(4)
  await ask('large', 6) // larger than the bound: answered, not kept
  await ask('large', 6)
  expect(asked).toBe(6)
})
