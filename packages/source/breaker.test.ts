import type { Reason } from '@ioc/schemas'
import { type SourceControl, sourceControl } from '@ioc/schemas/control/source-control.ts'
import { toIso } from '@ioc/schemas/events/instant.ts'
import { expect, test } from 'vitest'
import { type Breaker, openBreaker, type Verdicts } from './breaker.ts'
import { openGate, type Passage } from './gate.ts'

const LIMITS = { rejectShare: 0.2, inARow: 100, probeSeconds: 30 }
const SOURCE = 'dossier-push'
const reason = (code: Reason['code'] = 'unknown-unit'): Reason[] => [
  { path: 'data.unitCode', code, message: 'is no unit' },
]

/** A breaker whose clock stands until it is moved; `told` is what reaches the log, which nobody has read back yet. */
const start = (limits = LIMITS) => {
  let nowMs = Date.parse('2024-07-01T09:00:00+07:00')
  const told: SourceControl[] = []
  const breaker = openBreaker({
    contract: 'dossier.v1',
    sources: [SOURCE, 'first-half-2024'],
    limits,
    now: () => nowMs,
    decide: (control) => told.push(sourceControl.parse(control)),
  })
  breaker.caughtUp()
  return {
    breaker,
    told,
    pass: (seconds: number) => {
      nowMs += seconds * 1000
    },
    byHand: (state: 'held' | 'released', source = SOURCE): SourceControl => ({
      source,
      contract: 'dossier.v1',
      state,
      at: toIso(nowMs),
      by: 'lan',
      why: 'as agreed by telephone',
      lastReason: null,
      counts: null,
    }),
  }
}

const good = (events: number): Verdicts => Array(events).fill(null)
const bad = (events: number): Verdicts => Array(events).fill(reason())
/** Every nth of these is refused. */
const everyNth = (nth: number, events: number): Verdicts =>
  Array.from({ length: events }, (_, i) => (i % nth === 0 ? reason() : null))

test.each([
  { what: 'refused 99 times in a row', verdicts: bad(99), held: false },
  { what: 'refused 100 times in a row', verdicts: bad(100), held: true },
  {
    what: 'refused 99 times, once good, refused 99 times',
    verdicts: [...bad(99), null, ...bad(99)],
    held: false,
  },
  { what: 'refused half of 999 times', verdicts: everyNth(2, 999), held: false },
  { what: 'refused half of 1000 times', verdicts: everyNth(2, 1_000), held: true },
  { what: 'refused a fifth of a million times', verdicts: everyNth(5, 100_000), held: false },
  {
    what: 'good 5000 times, then refused every fourth',
    verdicts: [...good(5_000), ...everyNth(4, 900)],
    held: true,
  },
])('a source $what: held $held', ({ verdicts, held }) => {
  const { breaker } = start()
  breaker.count(SOURCE, verdicts)
  expect(breaker.hold(SOURCE) !== null).toBe(held)
  expect(breaker.hold('first-half-2024')).toBeNull()
})

test('a hold is true at once, and what is written says why, with the last reason and what was counted', () => {
  const { breaker, told } = start()
  breaker.count(SOURCE, [...good(3), ...bad(99), reason('unknown-procedure'), ...bad(500)])
  expect(told).toEqual([
    {
      source: SOURCE,
      contract: 'dossier.v1',
      state: 'held',
      at: '2024-07-01T09:00:00.000+07:00',
      by: 'breaker',
      why: expect.stringMatching(/^100 rejected in a row, 100 of the last 103 events/),
      lastReason: reason('unknown-procedure')[0],
      counts: { events: 103, rejected: 100, rejectedInARow: 100 },
    },
  ])
  expect(breaker.hold(SOURCE)).toEqual(told[0])
})

test('held, it is tried every 30 s, then 60, 120 … at most ten minutes; a good probe releases it and nothing is remembered', () => {
  const { breaker, told, pass } = start()
  breaker.count(SOURCE, bad(100))
  expect(breaker.beginProbe(SOURCE)).toBe(false)
  for (const seconds of [30, 60, 120, 240, 480, 600, 600]) {
    expect(breaker.retryAfterSeconds(SOURCE)).toBe(seconds)
    pass(seconds - 1)
    expect(breaker.beginProbe(SOURCE)).toBe(false)
    pass(1)
    expect(breaker.beginProbe(SOURCE)).toBe(true)
    expect(breaker.beginProbe(SOURCE)).toBe(false) // one at a time
    breaker.endProbe(SOURCE, { good: false, verdicts: bad(1) })
  }
  pass(600)
  expect(breaker.beginProbe(SOURCE)).toBe(true)
  breaker.endProbe(SOURCE, { good: true, verdicts: good(3) })
  expect(breaker.hold(SOURCE)).toBeNull()
  expect(told.map(({ state, by }) => [state, by])).toEqual([
    ['held', 'breaker'],
    ['released', 'breaker'],
  ])
  breaker.count(SOURCE, bad(99))
  expect(breaker.hold(SOURCE)).toBeNull()
})

test('one that is let go and is bad again soon is tried less and less often; after ten good minutes it is forgiven', () => {
  const { breaker, pass } = start()
  const trip = () => breaker.count(SOURCE, bad(100))
  const release = () => {
    pass(breaker.retryAfterSeconds(SOURCE))
    breaker.beginProbe(SOURCE)
    breaker.endProbe(SOURCE, { good: true, verdicts: good(1) })
  }
  for (const seconds of [30, 60, 120]) {
    trip()
    expect(breaker.retryAfterSeconds(SOURCE)).toBe(seconds)
    release()
  }
  pass(600)
  trip()
  expect(breaker.retryAfterSeconds(SOURCE)).toBe(30)
})

test('a hold by hand is ended by hand alone', () => {
  const { breaker, pass, byHand } = start()
  breaker.apply(byHand('held'))
  pass(100_000)
  expect(breaker.beginProbe(SOURCE)).toBe(false)
  expect(breaker.hold(SOURCE)).toEqual(expect.objectContaining({ by: 'lan' }))
  breaker.apply(byHand('released'))
  expect(breaker.hold(SOURCE)).toBeNull()
})

test('a probe under way does not undo what a person decided meanwhile', () => {
  const { breaker, told, pass, byHand } = start()
  breaker.count(SOURCE, bad(100))
  pass(30)
  expect(breaker.beginProbe(SOURCE)).toBe(true)
  breaker.apply(told[0]!)
  breaker.apply(byHand('held'))
  breaker.endProbe(SOURCE, { good: true, verdicts: good(1) })
  expect(breaker.hold(SOURCE)).toMatchObject({ by: 'lan' })
  expect(told).toHaveLength(1)
})

test('a hold decided while Kafka is away stands although an older release arrives first; the log’s order decides in the end', () => {
  const { breaker, told, pass, byHand } = start()
  const older = byHand('released')
  pass(1)
  breaker.count(SOURCE, bad(100))
  breaker.apply(older)
  expect(breaker.hold(SOURCE)).toMatchObject({ by: 'breaker' })
  breaker.apply(told[0]!)
  expect(breaker.hold(SOURCE)).toMatchObject({ by: 'breaker' })
  pass(1)
  breaker.apply(byHand('released'))
  expect(breaker.hold(SOURCE)).toBeNull()
})

test('two instances that read the same log agree, whoever decided', () => {
  const one = start()
  const two = start()
  one.breaker.count(SOURCE, bad(100))
  for (const each of [one, two]) each.breaker.apply(one.told[0]!)
  expect(two.breaker.hold(SOURCE)).toEqual(one.breaker.hold(SOURCE))
  for (const each of [one, two]) each.pass(30)
  two.breaker.beginProbe(SOURCE)
  two.breaker.endProbe(SOURCE, { good: true, verdicts: good(1) })
  one.breaker.apply(two.told[0]!)
  expect([one.breaker.hold(SOURCE), two.breaker.hold(SOURCE)]).toEqual([null, null])
})

test('another producer’s hold of the same name is not mine', () => {
  const { breaker, byHand } = start()
  breaker.apply({ ...byHand('held'), contract: 'feedback.v1' })
  expect(breaker.hold(SOURCE)).toBeNull()
})

test('reading waits until the holds are known, then while it is held, and ends with the service', async () => {
  const { byHand } = start()
  const breaker: Breaker = openBreaker({
    contract: 'dossier.v1',
    sources: [],
    limits: LIMITS,
    now: () => 0,
    decide: () => {},
  })
  const stopping = new AbortController()
  const seen: string[] = []
  const reader = (async () => {
    seen.push(await breaker.turn(SOURCE, stopping.signal))
    breaker.apply(byHand('held'))
    seen.push(await breaker.turn(SOURCE, stopping.signal))
    breaker.apply(byHand('held'))
    seen.push(await breaker.turn(SOURCE, stopping.signal))
  })()
  await Promise.resolve()
  expect(seen).toEqual([])
  breaker.caughtUp()
  await expect.poll(() => seen, { timeout: 20_000 }).toEqual(['flow'])
  breaker.apply(byHand('released'))
  await expect.poll(() => seen, { timeout: 20_000 }).toEqual(['flow', 'flow'])
  stopping.abort()
  await reader
  expect(seen.at(-1)).toBe('stopped')
})

test('a body of a held source is turned away with a reason; when a probe is due one is judged, and opens the gate once Kafka has it', () => {
  const { breaker, pass } = start()
  const gate = openGate(breaker)
  const enter = (...sources: string[]) => gate.enter(sources)
  breaker.count(SOURCE, bad(100))
  expect(gate.shut(new Set([SOURCE]))).toMatchObject({ status: 503, retryAfterSeconds: 30 })
  expect(enter(SOURCE)).toMatchObject({
    status: 503,
    more: { code: 'source-held', heldBy: 'breaker', lastReason: { code: 'unknown-unit' } },
  })
  expect(enter('first-half-2024')).toHaveProperty('judge')

  pass(30)
  expect(gate.shut(new Set([SOURCE]))).toBeNull()
  const probe = enter(SOURCE, SOURCE) as Extract<ReturnType<typeof enter>, { leave(): void }>
  expect(enter(SOURCE)).toMatchObject({ status: 503 }) // the others wait for its result
  expect(probe.judge([null, reason('unknown-procedure')])).toMatchObject({
    status: 503,
    retryAfterSeconds: 60,
    more: { lastReason: { code: 'unknown-procedure' } },
  })
  probe.leave()

  pass(60)
  const again = enter(SOURCE) as typeof probe
  expect(again.judge([null])).toBeNull()
  expect(breaker.hold(SOURCE)).not.toBeNull() // not before Kafka has it
  again.sent([null])
  again.leave()
  expect(breaker.hold(SOURCE)).toBeNull()
})

test.each([
  { what: 'one bad event among fifty', body: everyNth(50, 50), opens: true },
  { what: 'a fifth bad', body: everyNth(5, 10), opens: true },
  { what: 'a fourth bad', body: everyNth(4, 8), opens: false },
  { what: 'one event, good', body: good(1), opens: true },
  { what: 'one event, bad', body: bad(1), opens: false },
  { what: 'one event, bad, where no share is too large', body: bad(1), opens: false, rejectShare: 1 },
  { what: 'a hundred bad in a row among a thousand', body: [...good(900), ...bad(100)], opens: false },
])('a body of $what opens the gate: $opens', ({ body, opens, rejectShare = LIMITS.rejectShare }) => {
  const { breaker, told, pass } = start({ ...LIMITS, rejectShare })
  const gate = openGate(breaker)
  breaker.count(SOURCE, bad(100))
  pass(30)
  const probe = gate.enter(body.map(() => SOURCE)) as Passage
  expect(probe.judge(body) === null).toBe(opens)
  if (opens) probe.sent(body)
  probe.leave()
  expect(breaker.hold(SOURCE) === null).toBe(opens)
  expect(told.at(-1)?.state).toBe(opens ? 'released' : 'held')
})

test('a body of two held sources is kept only if both may flow again, and the good one is not blamed for the other', () => {
  const { breaker, pass } = start()
  const gate = openGate(breaker)
  const other = 'first-half-2024'
  for (const source of [SOURCE, other]) breaker.count(source, bad(100))
  pass(30)
  const probe = gate.enter([SOURCE, other]) as Passage
  expect(probe.judge([null, reason()])).toMatchObject({ status: 503, more: { source: other } })
  probe.leave()
  expect(breaker.hold(SOURCE)).not.toBeNull()
  expect([SOURCE, other].map((source) => breaker.retryAfterSeconds(source))).toEqual([30, 60])
})
