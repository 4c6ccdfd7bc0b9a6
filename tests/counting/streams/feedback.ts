import { FEEDBACK_CHANNELS, FEEDBACK_STATUSES } from '@ioc/schemas/events/feedback.ts'
import fc from 'fast-check'
import type { Data } from '../told.ts'
import { at, choice, day, later, notBefore, unitOf, version } from './moments.ts'

const orNull = <Value>(arbitrary: fc.Arbitrary<Value>, freq = 3) => fc.option(arbitrary, { nil: null, freq })

const drawn = fc.record({
  day,
  choice,
  channel: fc.constantFrom(...FEEDBACK_CHANNELS),
  kind: fc.constantFrom('regulation', 'regulation', 'regulation', 'conduct', 'other'),
  status: fc.constantFrom(...FEEDBACK_STATUSES),
  received: later(0, 0),
  forwarded: orNull(later(-1, 6)),
  processed: orNull(later(0, 30)),
  published: orNull(later(0, 40)),
  verdict: fc.constantFrom('like', 'dislike', null),
  /** Few callers, who write again and again. */
  caller: fc.constantFrom(null, 'a', 'b', 'c'),
  /** With which key it was hashed: the first, the second, or both while they overlapped. */
  keys: fc.constantFrom(['k1'], ['k1'], ['k2', 'k1'], ['k2']),
  version,
})
type Drawn = typeof drawn extends fc.Arbitrary<infer Value> ? Value : never

const dataOf = (serial: number, d: Drawn): Data => {
  const receivedAt = at(d.day, d.received)
  const processed = d.processed ?? (d.status === 'published' ? { days: 2, timeMs: 0 } : null)
  const processedAt = processed && notBefore(at(d.day, processed), receivedAt)
  return {
    issuingSystem: 'feedback.example.vn',
    ...d.version,
    feedbackCode: `PAKN-${String(serial).padStart(4, '0')}`,
    channel: d.channel,
    kind: d.kind,
    unitCode: unitOf(d.choice, d.day),
    status: d.status,
    receivedAt,
    forwardedAt: d.forwarded && at(d.day, d.forwarded),
    supplementRequestedAt: null,
    processedAt,
    publishedAt: d.published && notBefore(at(d.day, d.published), processedAt ?? receivedAt),
    verdict: d.verdict,
    callerHash: d.caller && `${d.keys[0]}:${d.caller.repeat(32)}`,
    callerHashBefore: d.caller && d.keys[1] ? `${d.keys[1]}:${d.caller.repeat(32)}` : null,
  }
}

/** The states of one feedback in turn. */
export const feedbackVersions = (serial: number): fc.Arbitrary<Data[]> =>
  fc
    .array(drawn, { minLength: 1, maxLength: 3 })
    .map((states) => states.map((state) => dataOf(serial, state)))
