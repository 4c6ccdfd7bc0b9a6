import type { ReplayOutcome } from '@ioc/dead-letters/replay.ts'
import { expect, test } from 'vitest'
import { NOTHING_TRIED, replayOn, sumsOf, type Tried } from './replay-on.ts'

/** A server with so many waiting, all of which would be rejected again but every tenth; as it is, they stay. */
const openServer = (waiting: number, page: number) => {
  const asked: (string | null)[] = []
  const outcome = (serial: number): ReplayOutcome => (serial % 10 === 0 ? 'kept' : 'would-be-rejected')
  return {
    asked,
    replay: async (before: string | null) => {
      asked.push(before)
      const from = Number(before ?? 0)
      const upTo = Math.min(waiting, from + page)
      const results = Array.from({ length: upTo - from }, (_, at) => ({
        outcome: outcome(from + at),
        at: null,
        reasons: [],
      }))
      return { results, next: upTo === waiting ? null : String(upTo) }
    },
  }
}

test('two hundred and fifty that would be rejected are each tried once, beyond the newest hundred', async () => {
  const server = openServer(250, 100)
  const told: Tried[] = []
  await replayOn(NOTHING_TRIED, {
    replay: server.replay,
    isStopped: () => false,
    tell: (now) => told.push(now),
  })
  expect(server.asked).toEqual([null, '100', '200'])
  expect(told.map(({ tried, ended }) => [tried, ended])).toEqual([
    [100, false],
    [200, false],
    [250, true],
  ])
  expect(sumsOf(told.at(-1)!)).toEqual({ sent: 25, refused: 225, other: 0 })
})

test('stopped, it ends after the page under way, and goes on from there', async () => {
  const server = openServer(250, 100)
  let now = NOTHING_TRIED
  const tell = (tried: Tried) => {
    now = tried
  }
  await replayOn(now, { replay: server.replay, isStopped: () => now.tried >= 100, tell })
  expect(now).toMatchObject({ tried: 100, at: '100', ended: false })
  await replayOn(now, { replay: server.replay, isStopped: () => false, tell })
  expect(now).toMatchObject({ tried: 250, ended: true })
  expect(server.asked).toEqual([null, '100', '200'])
})

test('a page that fails loses nothing of what was told', async () => {
  const server = openServer(250, 100)
  let now = NOTHING_TRIED
  const failing = async (before: string | null) => {
    if (before === '200') throw new Error('away')
    return server.replay(before)
  }
  const tell = (tried: Tried) => {
    now = tried
  }
  await expect(replayOn(now, { replay: failing, isStopped: () => false, tell })).rejects.toThrow('away')
  expect(now).toMatchObject({ tried: 200, at: '200', ended: false })
})
