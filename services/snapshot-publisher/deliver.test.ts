import { Registry } from '@ioc/health'
import { createLog } from '@ioc/log'
import { expect, test } from 'vitest'
import { memoryAttempts } from './attempts.fixture.ts'
import { backOffMs } from './back-off.ts'
import { deliverWith } from './deliver.ts'
import { openMetrics } from './metrics.ts'
import type { Answer, AnswerCode, Parcel, Receiver } from './receivers/index.ts'

const parcel = (key: string): Parcel => {
  const [group = '', date = '', revision = ''] = key.split('/')
  return { key, group, date, revision: Number(revision), digest: `of ${key}`, appendedAtMs: 0 }
}

/** A river's end whose clock stands still until it is moved, and a receiver that says what it is told to say. */
const open = (keys: string[], attempts = memoryAttempts(), onAttempt = (_: Answer) => {}) => {
  const state = {
    nowMs: 1_000_000,
    says: {} as Record<string, AnswerCode>,
    retryAfterMs: null as number | null,
  }
  const sent: string[] = []
  const taken = new Map<string, number>()
  const receiver: Receiver = {
    name: 'told',
    send: async ({ key }, bytes) => {
      sent.push(key)
      const code = state.says[key] ?? 'accepted'
      const isPermanent = ['refused', 'not-taken', 'revoked-key'].includes(code)
      const outcome = code === 'accepted' ? code : isPermanent ? 'refused' : 'again'
      if (outcome === 'accepted') taken.set(key, (taken.get(key) ?? 0) + 1)
      const { retryAfterMs } = state
      const told: Answer = {
        outcome,
        code,
        detail: code,
        httpStatus: 0,
        receipt: null,
        text: '',
        retryAfterMs,
        bytesSent: bytes.length,
      }
      return told
    },
    close: () => {},
  }
  const parcels = keys.map(parcel)
  const delivery = deliverWith({
    attempts,
    outbox: { all: () => parcels, bytesOf: async (key) => Buffer.from(key) },
    receiver,
    onAttempt,
    log: createLog('test', 'silent'),
    signal: new AbortController().signal,
    now: () => state.nowMs,
    random: () => 0.5,
  })
  /** What a round sends. */
  const round = async () => {
    sent.length = 0
    await delivery.catchUp()
    return [...sent]
  }
  const states = () => Object.fromEntries(keys.map((key) => [key, delivery.stateOf(key).state]))
  return { state, parcels, delivery, attempts, taken, round, states }
}

test('inside a group by date, then revision, whatever order the outbox has', async () => {
  const { round, states } = open(['a/2024-07-02/1', 'a/2024-07-01/2', 'a/2024-07-01/1'])
  expect(await round()).toEqual(['a/2024-07-01/1', 'a/2024-07-01/2', 'a/2024-07-02/1'])
  expect(await round()).toEqual([])
  expect(new Set(Object.values(states()))).toEqual(new Set(['accepted']))
})

test('a permanent answer parks that snapshot; only what supersedes it waits behind', async () => {
  const { state, delivery, round, states } = open([
    'a/2024-07-01/1',
    'a/2024-07-01/2',
    'a/2024-07-02/1',
    'b/2024-07-01/1',
  ])
  state.says['a/2024-07-01/1'] = 'refused'
  expect(await round()).toEqual(
    expect.arrayContaining(['a/2024-07-01/1', 'a/2024-07-02/1', 'b/2024-07-01/1']),
  )
  expect(states()).toEqual({
    'a/2024-07-01/1': 'refused',
    'a/2024-07-01/2': 'behind',
    'a/2024-07-02/1': 'accepted',
    'b/2024-07-01/1': 'accepted',
  })
  expect(delivery.stateOf('a/2024-07-01/1').parked).toBe('refused')
  state.nowMs += 86_400_000
  expect(await round()).toEqual([])
})

test('what a revoked key signed is parked, and what supersedes it goes past it', async () => {
  const [first, second, other] = ['d/2024-06-30/1', 'd/2024-06-30/2', 'd/2024-07-01/1']
  const opened = open([first!, second!, other!])
  opened.state.says = { [first!]: 'revoked-key' }
  expect(await opened.round()).toEqual([first, second, other])
  expect(opened.delivery.stateOf(first!)).toMatchObject({ state: 'refused', parked: 'revoked-key' })
  for (const key of [second!, other!]) expect(opened.delivery.stateOf(key).state).toBe('accepted')
  // A restart, or a revision made later, finds the way open too.
  expect(await opened.round()).toEqual([])
})

test('metrics: attempts by what came of them, how many stand how, and since when the oldest waits', async () => {
  const registry = new Registry()
  const keys = ['d/2024-06-30/1', 'd/2024-06-30/2', 'd/2024-07-01/1', 'f/2024-06-30/1']
  const opened = open(keys, memoryAttempts(), (answer) => metrics.attempt(answer))
  const metrics = openMetrics(registry, opened.delivery.standings, () => 90_000)
  opened.state.says = { [keys[0]!]: 'refused', [keys[3]!]: 'away' }
  await opened.round()
  const lines = (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  expect(lines).toEqual([
    'ioc_snapshot_attempts_total{outcome="refused",code="refused"} 1',
    'ioc_snapshot_attempts_total{outcome="again",code="away"} 1',
    'ioc_snapshot_attempts_total{outcome="accepted",code="accepted"} 1',
    'ioc_snapshots{state="waiting"} 1',
    'ioc_snapshots{state="behind"} 1',
    'ioc_snapshots{state="accepted"} 1',
    'ioc_snapshots{state="refused"} 1',
    'ioc_snapshot_oldest_waiting_seconds 90',
  ])
  opened.state.says = {}
  opened.state.nowMs += 600_000
  await opened.round()
  expect(await registry.metrics()).toContain('ioc_snapshot_oldest_waiting_seconds 0')
})

test('sent again by hand, with name and reason kept, what was behind follows', async () => {
  const { state, delivery, attempts, round, states } = open(['a/2024-07-01/1', 'a/2024-07-01/2'])
  state.says['a/2024-07-01/1'] = 'not-taken'
  await round()
  state.says = {}
  expect(await delivery.resend('a/2024-07-01/1', { name: 'Lan', reason: 'mended there' })).toMatchObject({
    state: 'waiting',
  })
  expect(await round()).toEqual(['a/2024-07-01/1', 'a/2024-07-01/2'])
  expect(states()).toEqual({ 'a/2024-07-01/1': 'accepted', 'a/2024-07-01/2': 'accepted' })
  expect(attempts.rows.map(({ outcome, askedBy, askedWhy }) => [outcome, askedBy, askedWhy])).toEqual([
    ['refused', '', ''],
    ['resend', 'Lan', 'mended there'],
    ['accepted', '', ''],
    ['accepted', '', ''],
  ])
  expect(await delivery.resend('a/2024-07-09/1', { name: 'Lan', reason: 'none' })).toBeNull()
})

test.each<AnswerCode>([
  'away',
  'timeout',
  'certificate',
  'no-receipt',
  'receipt-signature',
  'unknown-key',
  'failing',
])('%s holds the order of its group, and no other group', async (code) => {
  const { state, round, states } = open(['a/2024-07-01/1', 'a/2024-07-02/1', 'b/2024-07-01/1'])
  state.says['a/2024-07-01/1'] = code
  expect((await round()).toSorted()).toEqual(['a/2024-07-01/1', 'b/2024-07-01/1'])
  expect(await round()).toEqual([]) // not due yet
  state.says = {}
  state.nowMs += 500
  expect(await round()).toEqual(['a/2024-07-01/1', 'a/2024-07-02/1'])
  expect(new Set(Object.values(states()))).toEqual(new Set(['accepted']))
})

test('attempts grow rarer up to five minutes; what the receiver asks for counts more', async () => {
  const { state, delivery, round } = open(['a/2024-07-01/1'])
  state.says['a/2024-07-01/1'] = 'away'
  const waits: number[] = []
  for (let i = 0; i < 11; i += 1) {
    await round()
    const { nextAttemptAtMs } = delivery.stateOf('a/2024-07-01/1')
    waits.push(nextAttemptAtMs! - state.nowMs)
    state.nowMs = nextAttemptAtMs!
  }
  expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 150_000, 150_000])
  state.retryAfterMs = 3_600_000
  await round()
  expect(delivery.stateOf('a/2024-07-01/1').nextAttemptAtMs).toBe(state.nowMs + 3_600_000)
})

test.each([
  [1, 0, 100],
  [1, 0.999_999, 1_000],
  [30, 0.999_999, 300_000],
])('after %i failures and a draw of %d the pause is %i ms', (failures, random, waitMs) => {
  expect(backOffMs(failures, () => random)).toBe(waitMs)
})

test('who closes a date does not wait for a back-off of ours, but for what the receiver asked', async () => {
  const { state, delivery, round } = open(['a/2024-07-01/1', 'a/2024-07-02/1'])
  state.says['a/2024-07-01/1'] = 'away'
  await round()
  state.says = {}
  expect(await delivery.settle('a/2024-07-02/1', 1_000)).toMatchObject({ state: 'accepted' })

  const asked = open(['a/2024-07-01/1'])
  Object.assign(asked.state, { says: { 'a/2024-07-01/1': 'busy' }, retryAfterMs: 60_000 })
  await asked.round()
  asked.state.says = {}
  expect(await asked.delivery.settle('a/2024-07-01/1', 0)).toMatchObject({ state: 'waiting', attempts: 1 })
})

test('a restart goes on where it was: nothing settled is sent again, no pause is forgotten', async () => {
  const before = open(['a/2024-07-01/1', 'a/2024-07-02/1', 'b/2024-07-01/1'])
  Object.assign(before.state, {
    says: { 'a/2024-07-02/1': 'busy', 'b/2024-07-01/1': 'refused' },
    retryAfterMs: 60_000,
  })
  await before.round()
  const later = open(['a/2024-07-01/1', 'a/2024-07-02/1', 'b/2024-07-01/1'], before.attempts)
  expect(await later.round()).toEqual([])
  later.state.nowMs += 60_000
  expect(await later.round()).toEqual(['a/2024-07-02/1'])
})

test('two publishers at once are harmless, and each learns what the other was told', async () => {
  const keys = ['a/2024-07-01/1', 'a/2024-07-01/2', 'b/2024-07-01/1']
  const attempts = memoryAttempts()
  const [one, two] = [open(keys, attempts), open(keys, attempts)]
  await Promise.all([one.round(), two.round()])
  expect(await one.round()).toEqual([])
  expect(await two.round()).toEqual([])
  expect(one.states()).toEqual(two.states())
  expect(new Set(Object.values(one.states()))).toEqual(new Set(['accepted']))
})

test('a receiver that lost a revision it had accepted gets it again, before what supersedes it', async () => {
  const { state, delivery, round, states } = open(['a/2024-07-01/1', 'a/2024-07-01/2', 'a/2024-07-02/1'])
  state.says['a/2024-07-01/2'] = 'missing-revision'
  // Only what supersedes it waits: the receiver is well.
  expect(await round()).toEqual(['a/2024-07-01/1', 'a/2024-07-01/2', 'a/2024-07-02/1'])
  state.says = {}
  state.nowMs += 1_000
  expect(await round()).toEqual(['a/2024-07-01/1', 'a/2024-07-01/2'])
  expect(new Set(Object.values(states()))).toEqual(new Set(['accepted']))
  expect((await delivery.attempts('a/2024-07-01/1')).map((a) => a.outcome)).toEqual([
    'accepted',
    'resend',
    'accepted',
  ])
})

test('a receiver that lost its archive gets the whole date again, with the revision whose key had been revoked', async () => {
  const keys = ['a/2024-07-01/1', 'a/2024-07-01/2', 'a/2024-07-01/3']
  const [revoked, second, third] = keys as [string, string, string]
  const opened = open(keys.slice(0, 2))
  const { state, parcels, delivery, round } = opened
  /** As services/national-ioc does: a revision follows one that was accepted, or that came and was refused for its revoked key. */
  const came = new Set<string>()
  const judged = {
    get: (_: object, key: string): AnswerCode => {
      const { revision } = parcel(key)
      if (revision > 1 && !came.has(`a/2024-07-01/${revision - 1}`)) return 'missing-revision'
      came.add(key)
      return key === revoked ? 'revoked-key' : 'accepted'
    },
  }
  state.says = new Proxy({}, judged)
  expect(await round()).toEqual([revoked, second])
  expect([...came]).toEqual([revoked, second])

  came.clear()
  parcels.push(parcel(third))
  const sent: string[] = []
  for (let i = 0; i < 6; i += 1) {
    sent.push(...(await round()))
    state.nowMs += 10_000
  }
  expect(sent).toEqual([third, second, revoked, second, third])
  expect(keys.map((key) => delivery.stateOf(key).state)).toEqual(['refused', 'accepted', 'accepted'])
})

test('a round begins nothing after its time: cuts do not wait for a slow receiver', async () => {
  const { state, parcels, round } = open(Array.from({ length: 9 }, (_, i) => `a/2024-07-0${i + 1}/1`))
  const slow = parcels.map(({ key }) => key)
  Object.defineProperty(state, 'nowMs', { get: () => (clock += 2_000) })
  let clock = 1_000_000
  const first = await round()
  expect(first.length).toBeGreaterThan(0)
  expect(first.length).toBeLessThan(slow.length)
  expect(await round()).toEqual(slow.slice(first.length, first.length * 2))
})
