import { expect, test } from 'vitest'
import { openCache, openCaches } from './cache.ts'

/** A question whose answers are given by hand, on a clock that is a value. */
function openQuestion() {
  let nowMs = 0
  const asked: PromiseWithResolvers<number>[] = []
  const waited = Promise.withResolvers<void>()
  const cache = openCache(
    () => {
      const question = Promise.withResolvers<number>()
      asked.push(question)
      return question.promise
    },
    2_000,
    () => nowMs,
    () => waited.promise,
  )
  return { cache, waited, asked, pass: (ms: number) => (nowMs += ms) }
}

test('who asks while a question is under way shares it', async () => {
  const { cache, asked } = openQuestion()
  const both = [cache.read(), cache.read()]
  asked[0]!.resolve(42)
  expect((await Promise.all(both)).map(({ value }) => value)).toEqual([42, 42])
  expect(asked).toHaveLength(1)
})

test('an answer is kept for two seconds, a dear one five times as long as it took', async () => {
  const { cache, asked, pass } = openQuestion()
  const first = cache.read()
  asked[0]!.resolve(1)
  await first
  pass(1_999)
  await cache.read()
  expect(asked).toHaveLength(1)
  pass(1)
  const second = cache.read()
  pass(1_000)
  asked[1]!.resolve(2)
  await second
  pass(3_999)
  await cache.read()
  expect(asked).toHaveLength(2)
  pass(1)
  void cache.read()
  expect(asked).toHaveLength(3)
})

test('who is content with a recent answer waits for none, and sees to the next', async () => {
  const { cache, asked, pass } = openQuestion()
  const first = cache.recent(60_000)
  asked[0]!.resolve(1)
  await first
  pass(30_000)
  expect(await cache.recent(60_000)).toEqual({ value: 1, asOfMs: 0 })
  expect(asked).toHaveLength(2)
  asked[1]!.reject(new Error('away'))
  await expect(asked[1]!.promise).rejects.toThrow()
  expect(await cache.recent(60_000)).toEqual({ value: 1, asOfMs: 0 })
  expect(asked).toHaveLength(3)
  // Too old to pass for recent: the one under way is waited for.
  pass(31_000)
  const late = cache.recent(60_000)
  asked[2]!.resolve(2)
  expect(await late).toEqual({ value: 2, asOfMs: 30_000 })
})

test('for an answer that is old the next is waited for, but only so long', async () => {
  const { cache, asked, waited, pass } = openQuestion()
  const first = cache.recent(10_000, 4_000)
  asked[0]!.resolve(1)
  await first
  pass(11_000)
  const soon = cache.recent(10_000, 4_000)
  asked[1]!.resolve(2)
  expect(await soon).toEqual({ value: 2, asOfMs: 11_000 })
  pass(11_000)
  const late = cache.recent(10_000, 4_000)
  waited.resolve()
  expect(await late).toEqual({ value: 2, asOfMs: 11_000 })
  asked[2]!.resolve(3)
  expect(await cache.recent(10_000, 4_000)).toEqual({ value: 3, asOfMs: 22_000 })
})

test('a failed question is told to who waited, not kept, and leaves the last answer known', async () => {
  const { cache, asked, pass } = openQuestion()
  const first = cache.read()
  asked[0]!.resolve(1)
  await first
  pass(5_000)
  const failed = cache.read()
  asked[1]!.reject(new Error('away'))
  await expect(failed).rejects.toThrow('away')
  expect(cache.failing()).toBe(true)
  expect(cache.last()).toEqual({ value: 1, asOfMs: 0 })
})

test('each question has an answer of its own, and only the last asked are kept', async () => {
  const asked: string[] = []
  const ask = async ({ source }: { source: string }) => asked.push(source)
  const cachesOf = openCaches(ask, { keepMs: 2_000, most: 2, now: () => 0 })
  for (const source of ['a', 'b', 'a', 'c', 'a', 'b']) await cachesOf({ source }).read()
  expect(asked).toEqual(['a', 'b', 'c', 'b'])
})
