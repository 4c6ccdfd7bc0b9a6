import { about } from '@ioc/schemas/alerts/index.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  judgeChange,
  judgeFreshness,
  judgeHeld,
  judgeLag,
  judgeMissing,
  judgeRejects,
  judgeValue,
  type ReadValue,
} from './judge.ts'

type Kind<K> = Extract<ReturnType<typeof about.parse>, { kind: K }>
const of = <K extends string>(kind: K, rest: object) => about.parse({ kind, ...rest }) as Kind<K>
const indicator = { indicator: 'dossier.on-time', scope: '68', period: 'month' }
const reported = (value: number | null): ReadValue => ({
  ...{ state: 'reported', value, numerator: 1, denominator: 2, date: '2024-07-01' },
})
const nothing = (state: ReadValue['state']): ReadValue => ({
  ...{ state, value: null, numerator: null, denominator: null, date: '2024-07-01' },
})
const said = ({ verdict, whyNot }: { verdict: string; whyNot: string | null }) => [verdict, whyNot]

test.each([
  ['below', 94.99, 'breach'],
  ['below', 95, 'fine'],
  ['above', 95, 'fine'],
  ['above', 95.01, 'breach'],
])('%s 95: %d is %s', (side, value, verdict) => {
  expect(judgeValue(of('value', { ...indicator, side, limit: 95 }), reported(value)).verdict).toBe(verdict)
})

test.each([
  // No cases is not zero, and below 95 it is not either.
  [reported(null), 'no-cases'],
  [nothing('missing'), 'nobody-spoke'],
  [nothing('not-applicable'), 'not-applicable'],
  [nothing('withheld'), 'withheld'],
])('where there is no value the verdict is no data: %j', (read, whyNot) => {
  expect(said(judgeValue(of('value', { ...indicator, side: 'below', limit: 95 }), read))).toEqual([
    'no-data',
    whyNot,
  ])
})

test.each([
  [nothing('missing'), ['breach', null]],
  [reported(0), ['fine', null]],
  [reported(null), ['fine', null]],
  [nothing('not-applicable'), ['no-data', 'not-applicable']],
])('missing is that nobody has spoken, and nothing else: %j', (read, verdict) => {
  expect(said(judgeMissing(of('missing', indicator), read))).toEqual(verdict)
})

test.each([
  ['up', 'points', 5, 96, 90, 'breach', 6],
  ['up', 'points', 6, 96, 90, 'fine', 6],
  ['down', 'points', 5, 90, 96, 'breach', -6],
  ['down', 'points', 5, 96, 90, 'fine', 6],
  ['either', 'percent', 50, 16, 10, 'breach', 60],
  ['either', 'percent', 50, 4, 10, 'breach', -60],
  ['up', 'percent', 50, 15, 10, 'fine', 50],
  // Of a number below zero the percentage is of its size.
  ['up', 'percent', 50, -4, -10, 'breach', 60],
  // 95.1 − 95 is 0.0999… in binary and 0.1 for whoever reads it.
  ['up', 'points', 0.1, 95.1, 95, 'fine', 0.1],
])('%s by %s over %d: %d after %d is %s', (side, measure, limit, now, before, verdict, value) => {
  const seen = judgeChange(
    of('change', { ...indicator, side, measure, limit }),
    reported(now),
    reported(before),
  )
  expect([seen.verdict, seen.seen.value, seen.seen.unit]).toEqual([verdict, value, measure])
})

test.each([
  [nothing('missing'), reported(1), 'points', 'nobody-spoke'],
  [reported(1), nothing('missing'), 'points', 'nothing-before'],
  [reported(1), reported(null), 'points', 'nothing-before'],
  [reported(1), reported(0), 'percent', 'nothing-before'],
])('a change with nothing on one side is no data', (now, before, measure, whyNot) => {
  expect(
    said(judgeChange(of('change', { ...indicator, side: 'either', measure, limit: 0 }), now, before)),
  ).toEqual(['no-data', whyNot])
})

test.each([
  ['stale', 'stale', false, 'breach'],
  ['delayed', 'stale', false, 'fine'],
  ['delayed', 'delayed', false, 'breach'],
  ['fresh', 'delayed', false, 'fine'],
  // Never heard is not fresh.
  ['unknown', 'stale', false, 'no-data'],
  ['unknown', 'stale', true, 'breach'],
] as const)('%s, asked for %s: %s, %s', (freshness, worse, unknownToo, verdict) => {
  const rule = of('freshness', { source: '*', worse, unknownToo })
  const read = { source: 'a', contract: 'dossier.v1', freshness, held: false }
  expect(judgeFreshness(rule, read)).toMatchObject({ subject: 'a/dossier.v1', verdict })
})

test('held is held, whoever holds it', () => {
  const read = { source: 'a', contract: null, freshness: 'fresh', held: true } as const
  expect(judgeHeld(read)).toMatchObject({ subject: 'a', verdict: 'breach', seen: { state: 'held' } })
  expect(judgeHeld({ ...read, held: false })).toMatchObject({ verdict: 'fine', seen: { state: 'flowing' } })
})

test.each([
  [{ amount: 1, away: false }, 'breach', null],
  [{ amount: 0, away: false }, 'fine', null],
  [{ amount: null, away: false }, 'unjudged', 'not-yet-known'],
  // What was known before it went away says nothing of now.
  [{ amount: 0, away: true }, 'unjudged', 'engine-away'],
])('a lag above 0: %j is %s', (read, verdict, whyNot) => {
  expect(said(judgeLag(of('lag', { of: 'parked', limit: 0 }), read))).toEqual([verdict, whyNot])
})

const rejects = (measure: string, limit: number) =>
  of('rejects', { source: '*', minutes: 10, measure, limit, atLeast: 20 })

test.each([
  ['share', 20, 100, 20, 'fine'],
  ['share', 20, 100, 21, 'breach'],
  ['share', 20, 19, 19, 'no-data'],
  // Few records raise no alert; that there are few rejects among them, or none any more, is enough to end one.
  ['share', 20, 19, 4, 'no-data'],
  ['share', 20, 19, 3, 'fine'],
  ['share', 20, 5, 0, 'fine'],
  ['share', 20, 0, 0, 'fine'],
  ['count', 5, 19, 6, 'breach'],
  ['count', 5, 0, 0, 'fine'],
])('rejects by %s above %d: of %d records %d is %s', (measure, limit, records, rejected, verdict) => {
  expect(judgeRejects(rejects(measure, limit), { source: 'a', records, rejected }).verdict).toBe(verdict)
})

test('a share is compared exactly, whatever the counts', () => {
  fc.assert(
    fc.property(fc.integer({ min: 20, max: 1e9 }), fc.integer({ min: 1, max: 100 }), (records, limit) => {
      const allowed = Math.floor((records * limit) / 100)
      const verdictOf = (rejected: number) =>
        judgeRejects(rejects('share', limit), { source: 'a', records, rejected }).verdict
      expect([verdictOf(allowed), verdictOf(allowed + 1)]).toEqual(['fine', 'breach'])
    }),
  )
})
