import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isSignedBy } from '@ioc/alerts'
import { newToken } from '@ioc/operators'
import { defaultRules } from '@ioc/schemas/alerts/index.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Alert } from './alert.ts'
import { dossier, event, progress, publishHalfYear } from './events.ts'
import { type LiveCentre, startLiveCentre } from './harness.ts'
import { publishSnapshots } from './snapshots.ts'
import { until } from './until.ts'
import { startReceiver } from './webhook-receiver.ts'

let centre: LiveCentre
let receiver: Awaited<ReturnType<typeof startReceiver>>
let lan: string
let beside: string
beforeAll(async () => {
  // The first word is refused, the second cut off, the third sent elsewhere.
  receiver = await startReceiver([503, 0, 307])
  centre = await startLiveCentre({ ALERTS_LOOK_SECONDS: '1', ALERTS_WEBHOOK_URL: receiver.url })
  lan = newToken(centre.dataDir, 'lan', Date.now())
  await publishHalfYear(centre.kafka)
  await publishSnapshots(centre.clickhouse)
  beside = await centre.startAnother()
})
afterAll(async () => {
  await centre?.close()
  await receiver?.close()
})

const json = async (path: string, base = centre.url) => (await fetch(base + path)).json()
const post = async (path: string, body: object, token = lan) => {
  const answer = await fetch(centre.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  })
  return { status: answer.status, body: await answer.json() }
}
const alerts = async (query = ''): Promise<Alert[]> => (await json(`/v1/alerts${query}`)).alerts
const SUBJECT = 'hotline-2024/feedback.v1'
const hotline = async () => (await alerts('?rule=source-stale')).filter(({ subject }) => subject === SUBJECT)
const rule = (id: string, change: object = {}) => {
  const { origin: _, ...given } = defaultRules.find((each) => each.id === id)!
  return { ...given, ...change }
}
const ruleOf = async (id: string) =>
  (await json('/v1/alert-rules')).rules.find((each: { rule: { id: string } }) => each.rule.id === id)

test('a rule is put in force by an operator, a stranger’s word is not taken', async () => {
  const body = {
    rule: rule('source-stale', { firesAfterSeconds: 2, resolvesAfterSeconds: 1 }),
    version: 0,
    why: 'tuned',
  }
  expect((await post('/v1/alert-rules', body, 'wrong')).status).toBe(401)
  expect(await post('/v1/alert-rules', body)).toEqual({
    status: 200,
    body: { id: 'source-stale', version: 1 },
  })
  // Who changed the version before that one looks again.
  expect(await post('/v1/alert-rules', body)).toMatchObject({ status: 409, body: { code: 'rule-changed' } })
  expect(await post('/v1/alert-rules', { ...body, version: null })).toMatchObject({
    status: 409,
    body: { code: 'rule-exists' },
  })
  await until('it is in force', async () => (await ruleOf('source-stale')).version === 1, 60_000)
  expect(await ruleOf('source-stale')).toMatchObject({ editedBy: 'lan', rule: { origin: 'person' } })
})

/** The alert of the silent source. */
let silence: string
test('a source falls silent: it fires once, whichever of two centres looks; it is acknowledged; it resolves', async () => {
  await until('it fires', async () => (await hotline())[0]?.state === 'firing', 60_000)
  const [fired] = await hotline()
  expect(await hotline()).toHaveLength(1)
  expect(fired).toMatchObject({ seen: { state: 'stale', unit: 'state' }, now: { verdict: 'breach' } })
  const there = (await json('/v1/alerts?rule=source-stale', beside)).alerts as Alert[]
  expect(there.filter(({ subject }) => subject === SUBJECT).map(({ id }) => id)).toEqual([fired!.id])

  expect((await post(`/v1/alerts/${fired!.id}/acknowledge`, { why: ' ' })).status).toBe(400)
  expect((await post(`/v1/alerts/${'0'.repeat(32)}/acknowledge`, { why: 'x' })).status).toBe(404)
  const said = { why: 'đang gọi đơn vị', actor: 'Minh' }
  expect((await post(`/v1/alerts/${fired!.id}/acknowledge`, said)).status).toBe(200)
  expect(await post(`/v1/alerts/${fired!.id}/acknowledge`, said)).toMatchObject({
    status: 409,
    body: { code: 'alert-acknowledged' },
  })
  expect((await hotline())[0]).toMatchObject({
    state: 'acknowledged',
    operator: 'lan (Minh)',
    word: 'đang gọi đơn vị',
  })

  const word = progress('hotline-2024', 'feedback.v1', 86_400)
  await centre.kafka.publish('source-progress.v1', [
    event('source-progress.v1', 'hotline-2024', 'progress-3', {
      ...word,
      recordedAt: '2024-06-20T09:00:00+07:00',
    }),
  ])
  // The other centre may still have the old word in hand, and then begins an alert of its own, which nobody is told of yet.
  silence = fired!.id
  const own = async () => (await hotline()).find(({ id }) => id === silence)
  await until('it is over', async () => (await own())?.state === 'resolved', 60_000)
  expect(await own()).toMatchObject({
    ...{ end: 'over', seenLast: { state: 'fresh' }, operator: 'lan (Minh)', now: null },
  })
})

test('the webhook took each change once by its id, in order, signed, and followed nobody elsewhere', async () => {
  const mine = () => receiver.received.filter(({ id }) => id.startsWith(silence))
  const taken = () => mine().filter(({ answered }) => answered === 204)
  await until('all three are taken', () => new Set(taken().map(({ id }) => id)).size === 3, 120_000)
  // At least once; what was taken is not sent again.
  const inOrder = [...new Set(taken().map(({ id }) => id))]
  expect(inOrder).toEqual(['firing', 'acknowledged', 'resolved'].map((state) => `${silence}.${state}`))
  for (const id of inOrder)
    expect(
      new Set(
        mine()
          .filter((each) => each.id === id)
          .map(({ body }) => body),
      ).size,
    ).toBe(1)
  expect(receiver.elsewhere).toEqual([])
  const secret = readFileSync(join(centre.dataDir, 'keys/alerts-webhook'), 'utf8').trim()
  for (const { signature, body } of receiver.received)
    expect(isSignedBy(secret, signature, body, { nowMs: Date.now() })).toBe(true)
  expect(JSON.parse(taken()[0]!.body)).toMatchObject({
    id: `${silence}.firing`,
    alert: {
      id: silence,
      state: 'firing',
      subject: SUBJECT,
      rule: { id: 'source-stale', severity: 'bad' },
    },
  })
  const attempts = await centre.clickhouse.query<{ outcome: string; n: number }>(
    'SELECT outcome, count() AS n FROM alert_delivery FINAL GROUP BY outcome',
  )
  const count = (outcome: string) => attempts.find((each) => each.outcome === outcome)?.n
  expect([count('refused'), count('no-answer'), count('redirected')]).toEqual([1, 1, 1])
  await until(
    'the summary says that it is taken again',
    async () => (await json('/v1/alerts/summary')).webhook.fault === null,
    60_000,
  )
})

test('a parked snapshot fires by the catalogue’s own rule, and a share of rejects by a person’s', async () => {
  await until('parked', async () => (await alerts('?rule=snapshot-parked'))[0]?.state === 'firing', 60_000)
  expect((await alerts('?rule=snapshot-parked'))[0]).toMatchObject({
    subject: 'parked',
    seen: { value: 1, unit: 'snapshots' },
  })
  await centre.kafka.publish(
    'dossier.v1',
    Array.from({ length: 30 }, (_, at) =>
      event(
        'dossier.v1',
        'one-district',
        `d-${at}`,
        dossier(300 + at, at < 7 ? { dueAt: '2024-02-30' } : {}),
      ),
    ),
  )
  // It may fire once twenty of them are folded: what is seen now is of all.
  const rejects = async () => (await alerts('?rule=rejects-above-20'))[0]
  await until('all count', async () => (await rejects())?.now?.seen?.denominator === 30, 60_000)
  await until('it fires', async () => (await rejects())?.state === 'firing', 60_000)
  expect(await rejects()).toMatchObject({
    subject: 'one-district',
    now: { seen: { value: 23.33, unit: 'percent', numerator: 7, denominator: 30 } },
  })
})

test('no data is no fine word: a month nobody finished anything in is told as such', async () => {
  await until('it is looked at', async () => (await ruleOf('dossier-on-time-below-95')).observations, 60_000)
  const { observations } = await ruleOf('dossier-on-time-below-95')
  expect(observations).toMatchObject([{ verdict: 'no-data', subject: '68' }])
  expect(await alerts('?rule=dossier-on-time-below-95')).toEqual([])
  expect((await json('/v1/alerts/summary')).unjudged).toBeGreaterThan(0)
})

test.each([
  [
    { kind: 'value', indicator: 'dossier.on-tme', scope: '68', period: 'month', side: 'below', limit: 95 },
    'rule.about.indicator',
    'did you mean dossier.on-time',
  ],
  [
    { kind: 'missing', indicator: 'dossier.on-time', scope: '24768', period: 'month' },
    'rule.about.scope',
    '24769',
  ],
  [{ kind: 'held', source: 'hotline-2023' }, 'rule.about.source', 'did you mean hotline-2024'],
  [{ kind: 'lag', of: 'beer', limit: 1 }, 'rule.about.of', ''],
])('%j names what nobody knows, and is refused with what is near', async (about, parameter, hint) => {
  for (const path of ['/v1/alert-rules', '/v1/alert-rules/preview']) {
    const body = {
      rule: rule('source-held', { id: 'mine', about }),
      ...(path.endsWith('preview') ? {} : { version: null }),
    }
    const { status, body: said } = await post(path, body)
    expect([status, said.parameters?.[0].parameter]).toEqual([400, parameter])
    expect(said.detail).toContain(hint)
  }
})

test('a preview says what a rule would say now, and keeps nothing', async () => {
  const about = { kind: 'rejects', source: '*', minutes: 60, measure: 'count', limit: 5 }
  const { status, body } = await post('/v1/alert-rules/preview', {
    rule: rule('source-held', { id: 'mine', about }),
  })
  expect(status).toBe(200)
  expect(body).toMatchObject({ inForce: true })
  expect(body.observations[0]).toMatchObject({
    subject: 'one-district',
    verdict: 'breach',
    seen: { value: 7, denominator: 30 },
  })
  expect(await ruleOf('mine')).toBe(undefined)
})

test('a rule whose indicator went away says so, and is no quiet rule; it can be switched off', async () => {
  const gone = rule('dossier-on-time-below-95', {
    id: 'gone',
    enabled: true,
    about: { kind: 'missing', indicator: 'dossier.gone', scope: '68', period: 'month' },
  })
  // As an earlier version of the software would have kept it.
  await centre.clickhouse.insertRows(
    'alert_rule',
    ['rule_id', 'version', 'edit_id', 'edited_at', 'operator', 'rule'],
    `${JSON.stringify(['gone', 1, 'x', '2024-06-30 00:00:00.000', 'lan', JSON.stringify({ ...gone, origin: 'person' })])}\n`,
    1,
  )
  await until('it is looked at', async () => (await ruleOf('gone'))?.observations, 60_000)
  expect((await ruleOf('gone')).observations).toMatchObject([
    { verdict: 'unjudged', whyNot: 'unknown-indicator' },
  ])
  expect((await post('/v1/alert-rules', { rule: { ...gone, enabled: false }, version: 1 })).status).toBe(200)
  await until('it is off', async () => (await ruleOf('gone')).inForce === false, 60_000)
})

test('the list is paged without a double, is CSV too, and every act stands in the audit by the token’s name', async () => {
  const all = await alerts()
  const paged: Alert[] = []
  let path: string | null = '/v1/alerts?limit=1'
  while (path !== null) {
    const answer: Response = await fetch(centre.url + path)
    paged.push(...((await answer.json()).alerts as Alert[]))
    path = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1] ?? null
  }
  expect(paged.map(({ id }) => id)).toEqual(all.map(({ id }) => id))
  const csv = await (await fetch(`${centre.url}/v1/alerts`, { headers: { accept: 'text/csv' } })).text()
  expect(csv.trim().split('\r\n')).toHaveLength(all.length + 1)
  const { acts } = await (
    await fetch(`${centre.url}/v1/audit?action=alerts.acknowledge`, {
      headers: { authorization: `Bearer ${lan}` },
    })
  ).json()
  expect(
    acts.map(({ operator, saidName, why, outcome, code }: Record<string, string>) => [
      operator,
      saidName,
      why,
      outcome,
      code,
    ]),
  ).toEqual([
    ['lan', 'Minh', 'đang gọi đơn vị', 'refused', 'alert-acknowledged'],
    ['lan', 'Minh', 'đang gọi đơn vị', 'done', null],
    ['lan', null, 'x', 'refused', 'no-such-alert'],
  ])
  const { paths } = await json('/v1/openapi.json')
  expect(Object.keys(paths['/v1/alert-rules'])).toEqual(['get', 'post'])
  for (const each of [
    '/v1/alerts',
    '/v1/alerts/summary',
    '/v1/alert-rules',
    '/v1/alerts/{id}/acknowledge',
    '/v1/audit',
  ])
    expect(Object.keys(paths)).toContain(each)
})

test('of two centres no alert has a double', async () => {
  const doubles = await centre.clickhouse.query(
    `SELECT rule_id, subject, count() AS n FROM (SELECT DISTINCT rule_id, subject, began_at FROM alert_change FINAL
       WHERE state = 'firing' AND alert_id NOT IN (SELECT alert_id FROM alert_change WHERE state = 'resolved'))
     GROUP BY rule_id, subject HAVING n > 1`,
  )
  expect(doubles).toEqual([])
})
