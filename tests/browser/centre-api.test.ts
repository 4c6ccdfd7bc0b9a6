import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readControls } from '@ioc/source/control-log.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dossier, event, publishHalfYear } from './events.ts'
import { type LiveCentre, startLiveCentre } from './harness.ts'
import { ARTEFACT, DIGEST, publishSnapshots } from './snapshots.ts'
import { type EventStream, openStream } from './stream.ts'
import { until } from './until.ts'

let centre: LiveCentre
const streams: EventStream[] = []
beforeAll(async () => {
  centre = await startLiveCentre()
  await publishHalfYear(centre.kafka)
  await publishSnapshots(centre.clickhouse)
  await until(
    'the ledger has everything',
    async () => {
      const { kept, rejected } = (await river()).totals
      return kept === 19 && rejected === 1
    },
    60_000,
  )
})
afterAll(async () => {
  for (const stream of streams) await stream.close()
  await centre?.close()
})

const get = (path: string) => fetch(centre.url + path)
const json = async (path: string) => (await get(path)).json()
const watch = async (lastEventId?: string) => {
  const stream = await openStream(`${centre.url}/v1/feed`, lastEventId)
  streams.push(stream)
  return stream
}
const river = () => json('/v1/river')
const stage = async (id: string) => (await river()).stages.find((each: { id: string }) => each.id === id)

test('remedies of plan 5024 stand with their criterion; past its deadline one is overdue', async () => {
  const { overall, criteria } = await json('/v1/remediation?date=2025-01-01&state=overdue')
  expect(overall).toEqual({ open: 42, done: 0, overdue: 3, total: 45 })
  expect(
    criteria.flatMap((criterion: { remedies: { code: string; deadline: string }[] }) =>
      criterion.remedies.map(({ code, deadline }) => [code, deadline]),
    ),
  ).toEqual([
    ['1.3.2/1', '2024-12-31'],
    ['1.7/1', '2024-12-31'],
    ['8.2/1', '2024-12-31'],
  ])
  const [one] = (await json('/v1/remediation?criterion=1.3.2&date=2024-12-31')).criteria
  expect(one).toMatchObject({ code: '1.3.2', counts: { open: 1, overdue: 0 } })
  expect(one.cause.vi).toContain('44/79')
})

test('the river tells what was produced, kept and rejected, and that the ledger owes nothing', async () => {
  await until('the log was looked at again', async () => (await river()).totals.produced === 20, 60_000)
  expect((await river()).totals).toEqual({ produced: 20, kept: 19, skipped: 0, rejected: 1 })
  expect(await stage('ledger')).toMatchObject({ total: 20, lag: { amount: 0, unit: 'records' } })
  // What is published is looked at every five seconds, and may have been before there was any.
  await until(
    'the snapshots were looked at again',
    async () => (await stage('national'))?.total === 1,
    60_000,
  )
  expect(await stage('national')).toMatchObject({ state: 'stopped', lag: { amount: 3, unit: 'snapshots' } })
})

test('a rejected record is listed with reason and position, never with its content', async () => {
  const answer = await get('/v1/dead-letters?limit=1')
  const text = await answer.text()
  expect(JSON.parse(text).deadLetters).toMatchObject([
    {
      topic: 'dossier.v1',
      source: 'first-half-2024',
      reasons: [{ path: 'data.dueAt', code: 'wrong-instant' }],
    },
  ])
  expect(text).not.toContain('2024-02-30')
  expect(await json(`/v1/dead-letters?before=${JSON.parse(text).next}`)).toMatchObject({
    deadLetters: [],
    next: null,
  })
  expect((await json('/v1/dead-letters/summary')).reasons).toMatchObject([
    { code: 'wrong-instant', records: 1 },
  ])
})

test('an event id that came again with other content is counted in the report of its source', async () => {
  await centre.kafka.publish('dossier.v1', [
    event('dossier.v1', 'twice-told', 'same-id', dossier(501)),
    event('dossier.v1', 'twice-told', 'same-id', dossier(501, { status: 'received' })),
    event('dossier.v1', 'twice-told', 'other-id', dossier(502)),
  ])
  await until('the ledger has them', async () => (await river()).totals.kept === 22, 60_000)
  await centre.stopCentre() // conflicts are counted at most once a minute; a new process counts at once
  await centre.startCentre()
  const conflicts = async () =>
    (await json('/v1/sources')).sources.find((s: { source: string }) => s.source === 'twice-told')
      ?.identityConflicts
  await until('the conflict is counted', async () => (await conflicts()) === 1, 60_000)
})

test.each([
  ['/v1/figures?scope=1', 'scope', 'this address takes none'],
  ['/v1/dead-letters?limit=0', 'limit', 'from 1 to 200'],
  ['/v1/dead-letters?before=x', 'before', '`next` of an earlier answer'],
  ['/v1/snapshots?from=30/06/2024', 'from', 'e.g. 2024-06-30'],
  ['/v1/snapshots?updatedAfter=yesterday', 'updatedAfter', 'expects an instant'],
  ['/v1/snapshots/dossier/2024-06-30?revision=0', 'revision', 'from 1'],
])('%s is refused with a problem document that names %s', async (path, parameter, hint) => {
  const answer = await get(path)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    400,
    'application/problem+json; charset=utf-8',
  ])
  const problem = await answer.json()
  expect(problem.parameters[0].parameter).toBe(parameter)
  expect(problem.detail).toContain(hint)
})

test('a snapshot is answered byte for byte as it was signed; one that is not there is a problem', async () => {
  const answer = await get('/v1/snapshots/dossier/2024-06-30')
  expect([await answer.text(), answer.headers.get('etag')]).toEqual([ARTEFACT, `"${DIGEST}"`])
  expect((await get('/v1/snapshots/dossier/2024-06-30?revision=2')).status).toBe(404)
  const list = (await json('/v1/snapshots?from=2024-06-30&to=2024-06-30')).snapshots
  expect(list.map((s: { group: string; receipt: string }) => [s.group, s.receipt])).toEqual([
    ['dossier', 'accepted'],
    ['feedback', 'refused'],
    ['satisfaction', 'unanswered'],
    ['steering', 'waiting'],
  ])
  expect((await json('/v1/snapshots?group=steering')).snapshots).toHaveLength(1)
  expect((await json('/v1/snapshots?updatedAfter=2024-07-01T00:05:00%2B07:00')).snapshots).toEqual([])
})

test('the publisher’s keys are shown by their public halves alone', async () => {
  const { keys } = await json('/.well-known/jwks.json')
  expect(keys.map((key: object) => Object.keys(key).sort())).toEqual([
    ['alg', 'crv', 'kid', 'kty', 'use', 'x'],
  ])
})

test('an operator holds and releases a source; a stranger, or one who does not say why, does not', async () => {
  const post = (path: string, body: object, key: string | null) =>
    fetch(`${centre.url}/v1/sources/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key ? { authorization: `Bearer ${key}` } : {}) },
      body: JSON.stringify(body),
    })
  const key = readFileSync(join(centre.dataDir, 'keys/operator'), 'utf8').trim()
  const why = 'the hotline moves its database'
  for (const stranger of [null, '0'.repeat(64)])
    expect((await post('hotline-2024/hold', { why }, stranger)).status).toBe(401)
  const unreasoned = await post('hotline-2024/hold', {}, key)
  expect([unreasoned.status, (await unreasoned.json()).parameters]).toEqual([
    400,
    [{ parameter: 'why', code: 'wrong-kind', about: {}, message: 'expects text' }],
  ])
  const asBreaker = await post('hotline-2024/hold', { why, by: 'breaker' }, key)
  expect([asBreaker.status, (await asBreaker.json()).parameters]).toMatchObject([400, [{ parameter: 'by' }]])
  const unknown = await post('nobody/hold', { why }, key)
  expect([unknown.status, (await unknown.json()).code]).toEqual([404, 'unknown-source'])
  expect(await readControls(centre.kafka)).toEqual(new Map())

  const held = await post('hotline-2024/hold', { why, by: 'lan' }, key)
  const decided = {
    source: 'hotline-2024',
    contract: 'feedback.v1',
    state: 'held',
    by: 'operator (lan)',
    why,
  }
  expect([held.status, await held.json()]).toMatchObject([200, { controls: [decided] }])
  expect([...(await readControls(centre.kafka)).values()]).toMatchObject([decided])
  const shown = async () =>
    (await json('/v1/sources')).sources.find((s: { source: string }) => s.source === 'hotline-2024').control
  expect(await shown()).toEqual({
    state: 'held',
    since: expect.stringMatching(/\+07:00$/),
    by: 'operator (lan)',
    why,
    lastReason: null,
    counts: null, // a person needs none
  })
  await centre.stopCentre()
  await centre.startCentre()
  await until('a centre started anew reads the hold', async () => (await shown())?.state === 'held', 60_000)

  expect((await post('hotline-2024/release', { why: 'it is moved' }, key)).status).toBe(200)
  expect(await shown()).toMatchObject({ state: 'released', by: 'operator', why: 'it is moved' })
})

test('a viewer that was away gets what it missed, from memory or, after a restart, from the log', async () => {
  const first = await watch()
  await centre.kafka.publish('dossier.v1', [event('dossier.v1', 'live-demo', 'a', dossier(601))])
  await until('the event arrives', () => first.codes().includes('000.00.00.H36-240620-0601'), 60_000)
  first.close()
  await centre.kafka.publish('dossier.v1', [event('dossier.v1', 'live-demo', 'b', dossier(602))])

  const second = await watch(first.lastId())
  await until('the missed event arrives', () => second.codes().includes('000.00.00.H36-240620-0602'), 60_000)
  expect(second.codes()).not.toContain('000.00.00.H36-240620-0601')
  second.close()

  await centre.stopCentre()
  await centre.kafka.publish('dossier.v1', [event('dossier.v1', 'live-demo', 'c', dossier(603))])
  await centre.startCentre()
  const third = await watch(second.lastId())
  await until(
    'what came while the centre was down arrives',
    () => third.codes().includes('000.00.00.H36-240620-0603'),
    60_000,
  )
  expect(third.gaps()).toEqual([])
  third.close()

  const lost = await watch('nonsense')
  await until('a gap is told', () => lost.gaps().length > 0, 60_000)
  expect(lost.gaps()).toEqual([{ reason: 'position-unknown', events: null }])
  lost.close()
})

test('with ClickHouse gone the river still answers and says where it stands still', async () => {
  await centre.engines.clickhouse.stop()
  await until(
    'the ledger is shown as stopped',
    async () => (await stage('ledger')).state === 'stopped',
    60_000,
  )
  expect((await stage('kafka')).state).not.toBe('stopped')
  const answer = await get('/v1/dead-letters')
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2'])
  expect(await answer.json()).toMatchObject({ code: 'ledger-away' })
})
