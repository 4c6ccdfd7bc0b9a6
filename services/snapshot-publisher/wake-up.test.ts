import { createLog } from '@ioc/log'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { groups, openRound } from './make-due.fixture.ts'
import { wakeUp } from './wake-up.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: 0 }))
afterEach(() => void vi.useRealTimers())

const log = createLog('wake-up-tests', 'silent')
const each = (...dates: string[]) => dates.flatMap((date) => groups.map(({ id }) => `${id}/${date}/1`))

/** Wake-ups over what is due, where the first snapshot takes until `release`; `runs`: how many there were, how many are under way, and how many at most. */
const open = async () => {
  const slow = Promise.withResolvers<void>()
  const { wake, made, state } = openRound({}, () => slow.promise)
  const runs = { begun: 0, now: 0, most: 0 }
  const catchUp = async () => {
    runs.begun += 1
    runs.now += 1
    runs.most = Math.max(runs.most, runs.now)
    await wake().finally(() => {
      runs.now -= 1
    })
  }
  const part = wakeUp({ catchUp }, log)
  await part.start?.()
  return { part, made, state, runs, release: slow.resolve }
}

test('wake-ups during a run that is longer than their interval neither double a day nor lose one', async () => {
  const { part, made, state, runs, release } = await open()
  state.now = '2024-07-02T00:10:00+07:00'
  await vi.advanceTimersByTimeAsync(10_000)
  expect(runs).toEqual({ begun: 1, now: 1, most: 1 })
  // Two days become due during the run, and six wake-ups pass by.
  state.now = '2024-07-04T00:10:00+07:00'
  await vi.advanceTimersByTimeAsync(60_000)
  expect(runs).toEqual({ begun: 1, now: 1, most: 1 })
  release()
  await vi.advanceTimersByTimeAsync(0)
  expect(made).toEqual(each('2024-06-30', '2024-07-01'))
  // The first wake-up after it finds what became due meanwhile; those after that one find nothing.
  await vi.advanceTimersByTimeAsync(10_000)
  const all = each('2024-06-30', '2024-07-01', '2024-07-02', '2024-07-03')
  expect(made).toEqual(all)
  await vi.advanceTimersByTimeAsync(30_000)
  expect(made).toEqual(all)
  expect(runs).toEqual({ begun: 5, now: 0, most: 1 })
  await part.stop()
})

test('a run that fails is no end of the wake-ups', async () => {
  let asked = 0
  const part = wakeUp(
    {
      catchUp: async () => {
        asked += 1
        throw new Error('Kafka is away')
      },
    },
    log,
  )
  await part.start?.()
  await vi.advanceTimersByTimeAsync(30_000)
  expect(asked).toBe(3)
  await part.stop()
})
