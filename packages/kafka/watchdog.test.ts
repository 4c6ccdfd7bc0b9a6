import { EventEmitter } from 'node:events'
import type { Consumer } from 'kafkajs'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchSilence } from './watchdog.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }))
afterEach(() => void vi.useRealTimers())

const EVENTS = ['HEARTBEAT', 'FETCH', 'GROUP_JOIN', 'REBALANCING', 'REQUEST_TIMEOUT'] as const

/** Only what the watch uses of a consumer: its events. */
function watched({ answers = true, busy = false } = {}) {
  const emitter = new EventEmitter()
  const consumer = {
    events: Object.fromEntries(EVENTS.map((name) => [name, name])),
    on: (name: string, listener: (event: object) => void) => {
      emitter.on(name, listener)
      return () => void emitter.off(name, listener)
    },
  } as unknown as Consumer
  const state = { answers, busy, said: [] as string[] }
  const watch = watchSilence(consumer, {
    joiningMs: 90_000,
    isBusy: () => state.busy,
    answers: async () => state.answers,
    fail: (why) => void state.said.push(why),
  })
  return {
    state,
    watch,
    emit: (name: (typeof EVENTS)[number], payload = {}) => emitter.emit(name, { payload }),
  }
}

test('a joined member that neither fetches nor beats for 30 s, although Kafka answers, has died', async () => {
  const { state, emit } = watched()
  emit('GROUP_JOIN')
  await vi.advanceTimersByTimeAsync(29_000)
  emit('HEARTBEAT')
  await vi.advanceTimersByTimeAsync(29_000)
  emit('FETCH')
  await vi.advanceTimersByTimeAsync(29_000)
  expect(state.said).toEqual([])
  await vi.advanceTimersByTimeAsync(3_000)
  expect(state.said.length).toBeGreaterThan(0)
})

test('no answer of Kafka, a batch under way and joining are reasons to be silent', async () => {
  const away = watched({ answers: false })
  const slow = watched({ busy: true })
  const joining = watched()
  for (const { emit } of [away, slow, joining]) emit('GROUP_JOIN')
  joining.emit('REBALANCING')
  await vi.advanceTimersByTimeAsync(85_000)
  for (const { state } of [away, slow, joining]) expect(state.said).toEqual([])
  expect(joining.watch.end()).toBe(true)
  expect(slow.watch.end()).toBe(false)
  away.state.answers = true
  await vi.advanceTimersByTimeAsync(3_000)
  expect(away.state.said.length).toBeGreaterThan(0)
})

test('a request without an answer is enough', () => {
  const { state, emit } = watched()
  emit('REQUEST_TIMEOUT', { apiName: 'Fetch', broker: '127.0.0.1:9092' })
  expect(state.said).toEqual(['Fetch: 127.0.0.1:9092 did not answer'])
})
