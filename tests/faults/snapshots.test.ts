import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, expect, test } from 'vitest'
import { type Finding, judge } from './snapshots/judge.ts'
import { planOf } from './snapshots/plan.ts'
import type { Accepted, Attempt, Cut, Facts, Post, Told } from './snapshots/read.ts'
import type { Report } from './snapshots/run.ts'

let running: ChildProcess | null = null
afterEach(() => void running?.kill('SIGTERM'))

test('3 seeds of days, with publishers, the receiver and the engines killed and a clock that jumps: no day lost, none doubled', {
  timeout: 20 * 60_000,
}, async () => {
  const words = ['snapshots', '--seeds', '3', '--json']
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running = child
  const [out, said, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  const report = JSON.parse(out) as Report
  expect(report, said).toMatchObject({ seeds: 3, lost: 0, doubled: 0, mismatches: 0, failures: [] })
  expect(code).toBe(0)
  // Else nothing struck, and the zeros above say little.
  const kills = Object.values(report.kills).reduce((sum, n) => sum + n, 0)
  expect(kills).toBeGreaterThanOrEqual(3)
  expect(report.snapshots).toBeGreaterThanOrEqual(12)
})

test('a seed gives the same days and faults each time; every kind strikes, and the clock goes both ways', () => {
  expect(planOf(17)).toEqual(planOf(17))
  expect(planOf(17)).not.toEqual(planOf(18))
  const plans = Array.from({ length: 100 }, (_, seed) => planOf(seed))
  expect([...new Set(plans.flatMap(({ faults }) => faults.map(({ kind }) => kind)))].sort()).toEqual([
    'drop-answers',
    'kill-engine',
    'kill-publisher',
    'kill-receiver',
    'pause-engine',
    'pause-publisher',
    'pause-receiver',
  ])
  expect(new Set(plans.map(({ publishers }) => publishers))).toEqual(new Set([1, 2]))
  const engines = plans.flatMap(({ faults }) =>
    faults.flatMap((f) => ('engine' in f ? [`${f.kind} ${f.engine}`] : [])),
  )
  expect([...new Set(engines)].sort()).toEqual(
    ['kill', 'pause'].flatMap((act) => ['clickhouse', 'kafka'].map((engine) => `${act}-engine ${engine}`)),
  )
})

/** A world in which all went well: one group, two dates, and one of them revised after a late event. */
const RULES = { groups: ['dossier'], horizonDays: 5, firstDay: '2024-07-01' }
const at = (text: string) => Date.parse(`${text}+07:00`)
const told = (offset: number, receivedOn: string, appendedAtMs: number): Told => ({
  ...{ topic: 'dossier.v1', partition: 0, offset, appendedAtMs, receivedOn },
  ...{ id: `event-${offset}`, code: `code-${offset}`, unit: '24769', sequence: 1, voided: false },
})
const published = (date: string, revision: number, offset: number, received: number) => {
  const key = `dossier/${date}/${revision}`
  const watermark = [{ topic: 'dossier.v1', partition: 0, offset }]
  const named = { key, group: 'dossier', date, revision, watermark }
  const appendedAtMs = date === '2024-06-30' ? 110 : 210 + revision
  const reason = revision === 1 ? 'scheduled' : 'late-events'
  const cut: Cut = { ...named, appendedAtMs, reason }
  const post: Post = {
    ...{ ...named, digest: `digest of ${key}`, bytesHash: `bytes of ${key}`, valuesHash: `values of ${key}` },
    supersedes:
      revision === 1 ? null : { revision: revision - 1, digest: `digest of dossier/${date}/${revision - 1}` },
    received: [
      {
        ...{ indicator: 'dossier.received', unit: '68', level: 'province', numerator: received },
        period: { kind: 'day', from: date, to: date },
      },
    ],
  }
  const receipt = `receipt of ${key}`
  const accepted: Accepted = { key, digest: post.digest, bytesHash: post.bytesHash, receipt }
  const attempt: Attempt = { key, outcome: 'accepted', receipt }
  return { cut, post, accepted, attempt }
}
const all = [
  published('2024-06-30', 1, -1, 0),
  published('2024-07-01', 1, 0, 1),
  published('2024-07-01', 2, 1, 2),
]
const sound: Facts = {
  cuts: all.map(({ cut }) => cut),
  posts: all.map(({ post }) => post),
  accepted: all.map(({ accepted }) => accepted),
  attempts: all.map(({ attempt }) => attempt),
  told: [told(0, '2024-07-01', 150), told(1, '2024-07-01', 211)],
  acknowledged: ['event-0', 'event-1'],
  refused: [],
  settings: [
    { businessMs: at('2024-07-01T00:00:00'), systemMs: 50 },
    { businessMs: at('2024-07-01T08:00:00'), systemMs: 100 },
    { businessMs: at('2024-07-02T00:10:00'), systemMs: 200 },
  ],
}
const [first, second, revised] = all as [(typeof all)[0], (typeof all)[0], (typeof all)[0]]

test('the oracle has nothing to say of a world in which all went well', () => {
  expect(judge(sound, RULES)).toEqual([])
  // What the publisher does after a lost answer: the same record again.
  expect(judge({ ...sound, posts: [...sound.posts, second.post] }, RULES)).toEqual([])
})

const without = <Row extends { key: string }>(rows: readonly Row[], { key }: Row) =>
  rows.filter((row) => row.key !== key)

test.each<{ broken: string; facts: Partial<Facts>; kind: Finding['kind']; says: RegExp }>([
  {
    broken: 'a date that was due is missing',
    facts: {
      cuts: without(sound.cuts, first.cut),
      posts: without(sound.posts, first.post),
      accepted: without(sound.accepted, first.accepted),
    },
    ...{ kind: 'lost', says: /2024-06-30\/1 was due and is not cut/ },
  },
  {
    broken: 'a cut that nobody finished',
    facts: { posts: without(sound.posts, revised.post), accepted: without(sound.accepted, revised.accepted) },
    ...{ kind: 'lost', says: /2024-07-01\/2 is cut and not published/ },
  },
  {
    broken: 'a second digest under one key',
    facts: { posts: [...sound.posts, { ...second.post, digest: 'another', bytesHash: 'others' }] },
    ...{ kind: 'doubled', says: /2 records that differ/ },
  },
  {
    broken: 'a revision that changes nothing',
    facts: {
      posts: [first.post, second.post, { ...revised.post, valuesHash: second.post.valuesHash }],
    },
    ...{ kind: 'doubled', says: /says what/ },
  },
  {
    broken: 'a date cut before its time',
    facts: { cuts: [first.cut, { ...second.cut, appendedAtMs: 199 }, revised.cut] },
    ...{ kind: 'mismatch', says: /before its time/ },
  },
  {
    broken: 'a watermark behind the schedule',
    facts: { told: [told(0, '2024-07-01', 150), told(1, '2024-07-01', 160)] },
    ...{ kind: 'mismatch', says: /was the last before its time/ },
  },
  {
    broken: 'a late event that no revision tells',
    facts: { told: [...sound.told, told(2, '2024-07-01', 300)] },
    ...{ kind: 'mismatch', says: /and 3 by now/ },
  },
  {
    broken: 'an event that was acknowledged and is gone',
    facts: { acknowledged: ['event-0', 'event-1', 'event-2'] },
    ...{ kind: 'lost', says: /event-2/ },
  },
  {
    broken: 'a snapshot the receiver never had',
    facts: { accepted: without(sound.accepted, second.accepted) },
    ...{ kind: 'lost', says: /the receiver does not have it/ },
  },
  {
    broken: 'other bytes at the receiver',
    facts: { accepted: [{ ...first.accepted, bytesHash: 'others' }, ...sound.accepted.slice(1)] },
    ...{ kind: 'mismatch', says: /other bytes/ },
  },
  {
    broken: 'a receipt that is not the receiver’s',
    facts: { attempts: [{ ...first.attempt, receipt: 'another' }, ...sound.attempts.slice(1)] },
    ...{ kind: 'mismatch', says: /receipt/ },
  },
  {
    broken: 'an alarm of the receiver',
    facts: { refused: ['dossier/2024-07-01/1 different-body'] },
    ...{ kind: 'doubled', says: /different-body/ },
  },
])('the oracle sees $broken', ({ facts, kind, says }) => {
  expect(judge({ ...sound, ...facts }, RULES)).toContainEqual({ kind, what: expect.stringMatching(says) })
})
