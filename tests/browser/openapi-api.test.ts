import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defaultRules } from '@ioc/schemas/alerts/index.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { dossier, event, publishHalfYear } from './events.ts'
import { type LiveCentre, startLiveCentre } from './harness.ts'
import { startPublisher } from './publisher.ts'
import { until } from './until.ts'

/** Every operation of the OpenAPI document, asked with what it needs and with what it must refuse; each answer is what is described. */

let centre: LiveCentre
let publisher: Awaited<ReturnType<typeof startPublisher>>
let key: string
let document: Description
/** Dead letters, each for what one action does to it. */
let letters: string[]

type Described = { content?: Record<string, { schema: JsonSchema }>; $ref?: string }
type JsonSchema = Parameters<typeof z.fromJSONSchema>[0]
type Operation = { security?: object[]; requestBody?: object; responses: Record<string, Described> }
type Description = {
  paths: Record<string, Partial<Record<'get' | 'post', Operation>>>
  components: { responses: Record<string, Described> }
}

beforeAll(async () => {
  centre = await startLiveCentre({ ALERTS_LOOK_SECONDS: '1' })
  key = readFileSync(join(centre.dataDir, 'keys/operator'), 'utf8').trim()
  await publishHalfYear(centre.kafka)
  await centre.kafka.publish(
    'dossier.v1',
    [201, 202, 203, 204].map((n) =>
      event('dossier.v1', 'one-district', `d-${n}`, dossier(n, { dueAt: '2024-02-30' })),
    ),
  )
  const rejected = async () => (await json('/v1/dead-letters?source=one-district')).deadLetters
  await until('all are rejected', async () => (await rejected()).length === 4, 60_000)
  letters = (await rejected()).map(
    ({ topic, partition, offset }: { topic: string; partition: number; offset: number }) =>
      `/v1/dead-letters/${topic}/${partition}/${offset}`,
  )
  publisher = await startPublisher(centre)
  document = await json('/v1/openapi.json')
})
afterAll(async () => {
  await publisher?.close()
  await centre?.close()
})

const json = async (path: string) => (await fetch(centre.url + path)).json()

/** A question: its address, for a `POST` its body, for some the headers that make it what it is. */
type Asked = { path: string; body?: object; headers?: Record<string, string>; status?: number }
type Case = {
  good(): Asked | Promise<Asked>
  /** Null: whatever is asked there is answered. */
  wrong: Asked | (() => Asked) | null
}

/** Of those that take nothing beside their address. */
const plain = (path: string): Case => ({
  good: () => ({ path }),
  wrong: { path: `${path}?x=1`, status: 400 },
})
const asked = (good: string, wrong: string, status = 400): Case => ({
  good: () => ({ path: good }),
  wrong: { path: wrong, status },
})
const SNAPSHOT = '/v1/snapshots/dossier/2024-06-30'
const why = 'thử'
const mended = { changes: [{ path: 'data.dueAt', value: '2024-06-28' }] }
const ofLetter = (n: number, action: string, body: object, wrong: object): Case => ({
  good: () => ({ path: `${letters[n]}/${action}`, body }),
  wrong: () => ({ path: `${letters[n]}/${action}`, body: wrong, status: 400 }),
})
const { origin: _, ...stale } = defaultRules.find(({ id }) => id === 'source-stale')!
const rule = { ...stale, firesAfterSeconds: 1, resolvesAfterSeconds: 1 }
const firing = async (): Promise<string | undefined> =>
  (await json('/v1/alerts?rule=source-stale')).alerts.find(
    ({ state }: { state: string }) => state === 'firing',
  )?.id

/** In this order: what is published, held or put in force is asked about after that. An operation that is not here fails below. */
const CASES: Record<string, Case> = {
  'GET /v1/river': plain('/v1/river'),
  'GET /v1/figures': plain('/v1/figures'),
  'GET /v1/feed/choices': plain('/v1/feed/choices'),
  'GET /v1/sources': plain('/v1/sources'),
  'GET /v1/contracts': plain('/v1/contracts'),
  'GET /v1/operator': plain('/v1/operator'),
  'GET /v1/audit': asked('/v1/audit', '/v1/audit?limit=0'),
  'GET /v1/overview': asked('/v1/overview?date=2024-06-30', '/v1/overview?scope=999'),
  'GET /v1/scopes': asked('/v1/scopes?date=2024-06-30', '/v1/scopes?date=2024-02-30'),
  'GET /v1/indicators': asked('/v1/indicators?date=2024-06-30&period=month', '/v1/indicators?period=week'),
  'GET /v1/indicators/{id}/series': asked(
    '/v1/indicators/dossier.received/series?date=2024-06-30&period=month',
    '/v1/indicators/dossier.recieved/series',
    404,
  ),
  'GET /v1/indicators/{id}/trace': asked(
    '/v1/indicators/dossier.received/trace?date=2024-06-30&period=month&half=numerator',
    '/v1/indicators/dossier.received/trace?half=third',
  ),
  'GET /v1/remediation': asked('/v1/remediation', '/v1/remediation?state=lost'),
  'GET /v1/feed': asked('/v1/feed', '/v1/feed?unit=999'),
  'GET /.well-known/jwks.json': { good: () => ({ path: '/.well-known/jwks.json' }), wrong: null },

  'POST /v1/snapshots/{group}/{date}/preview': {
    good: () => ({ path: `${SNAPSHOT}/preview`, body: {} }),
    wrong: { path: '/v1/snapshots/dossier/2024-02-30/preview', body: {}, status: 400 },
  },
  'POST /v1/snapshots/{group}/{date}/publish': {
    good: () => ({ path: `${SNAPSHOT}/publish`, body: { why } }),
    wrong: { path: `${SNAPSHOT}/publish`, body: {}, status: 400 },
  },
  'POST /v1/snapshots/{group}/{date}/{revision}/resend': {
    good: () => ({ path: `${SNAPSHOT}/1/resend`, body: { why } }),
    wrong: { path: `${SNAPSHOT}/9/resend`, body: { why }, status: 404 },
  },
  'GET /v1/snapshots': asked('/v1/snapshots', '/v1/snapshots?group=zzz'),
  'GET /v1/snapshots/calendar': asked(
    '/v1/snapshots/calendar?month=2024-06',
    '/v1/snapshots/calendar?month=2024-13',
  ),
  'GET /v1/snapshots/{group}/{date}': asked(SNAPSHOT, `${SNAPSHOT}?revision=9`, 404),
  'GET /v1/snapshots/{group}/{date}/{revision}': asked(`${SNAPSHOT}/1`, `${SNAPSHOT}/0`),
  'GET /v1/snapshots/{group}/{date}/{revision}/changes': asked(
    `${SNAPSHOT}/1/changes`,
    `${SNAPSHOT}/9/changes`,
    404,
  ),
  'GET /v1/snapshots/{group}/{date}/{revision}/values': asked(
    `${SNAPSHOT}/1/values?unit=24769`,
    `${SNAPSHOT}/1/values?skip=-1`,
  ),
  'GET /v1/snapshots/{group}/{date}/{revision}/explain': asked(
    `${SNAPSHOT}/1/explain?indicator=dossier.in-process&unit=24769&half=numerator`,
    `${SNAPSHOT}/1/explain?indicator=dossier.received&unit=1`,
    404,
  ),
  'GET /v1/snapshots/{group}/{date}/{revision}/verification': asked(
    `${SNAPSHOT}/1/verification`,
    `${SNAPSHOT}/9/verification`,
    404,
  ),
  'GET /v1/reconciliation': asked('/v1/reconciliation?month=2024-06', '/v1/reconciliation'),

  'POST /v1/sources/{source}/hold': {
    good: () => ({ path: '/v1/sources/hotline-2024/hold', body: { why } }),
    wrong: { path: '/v1/sources/hotline-2024/hold', body: {}, status: 400 },
  },
  'POST /v1/sources/{source}/release': {
    good: () => ({ path: '/v1/sources/hotline-2024/release', body: { why } }),
    wrong: { path: '/v1/sources/nobody/release', body: { why }, status: 404 },
  },

  'GET /v1/dead-letters': asked('/v1/dead-letters', '/v1/dead-letters?state=gone'),
  'GET /v1/dead-letters/summary': asked('/v1/dead-letters/summary', '/v1/dead-letters/summary?x=1'),
  'POST /v1/dead-letters/{topic}/{partition}/{offset}/open': ofLetter(0, 'open', { why }, { why: 1 }),
  'POST /v1/dead-letters/{topic}/{partition}/{offset}/verdict': ofLetter(0, 'verdict', mended, {
    changes: [{}],
  }),
  'POST /v1/dead-letters/{topic}/{partition}/{offset}/mend': ofLetter(0, 'mend', mended, { changes: [{}] }),
  'POST /v1/dead-letters/{topic}/{partition}/{offset}/replay': ofLetter(1, 'replay', {}, { again: 'yes' }),
  'POST /v1/dead-letters/{topic}/{partition}/{offset}/drop': ofLetter(2, 'drop', { why }, { drop: true }),
  'POST /v1/dead-letters/{topic}/{partition}/{offset}/reopen': {
    good: () => ({ path: `${letters[2]}/reopen`, body: { why } }),
    wrong: { path: '/v1/dead-letters/dossier.v1/0/9999/reopen', body: { why }, status: 404 },
  },
  'POST /v1/dead-letters/replay': {
    good: () => ({
      path: '/v1/dead-letters/replay',
      body: { reason: 'wrong-instant', source: 'one-district' },
    }),
    wrong: { path: '/v1/dead-letters/replay', body: {}, status: 400 },
  },
  'GET /v1/dead-letters/{topic}/{partition}/{offset}': {
    good: () => ({ path: letters[0]! }), // opened, mended and replayed by now
    wrong: { path: '/v1/dead-letters/dossier.v1/0/9999', status: 404 },
  },

  'POST /v1/alert-rules/preview': {
    good: () => ({ path: '/v1/alert-rules/preview', body: { rule } }),
    wrong: {
      path: '/v1/alert-rules/preview',
      body: { rule: { ...rule, about: { ...rule.about, source: 'nobody' } } },
      status: 400,
    },
  },
  'POST /v1/alert-rules': {
    good: () => ({ path: '/v1/alert-rules', body: { rule, version: 0, why } }),
    wrong: { path: '/v1/alert-rules', body: { rule, version: 7, why }, status: 409 },
  },
  'POST /v1/alerts/{id}/acknowledge': {
    good: async () => {
      await until('it fires', async () => (await firing()) !== undefined, 40_000)
      return { path: `/v1/alerts/${await firing()}/acknowledge`, body: { why } }
    },
    wrong: { path: `/v1/alerts/${'0'.repeat(32)}/acknowledge`, body: { why }, status: 404 },
  },
  'GET /v1/alerts': asked('/v1/alerts', '/v1/alerts?state=lost'),
  'GET /v1/alerts/summary': asked('/v1/alerts/summary', '/v1/alerts/summary?x=1'),
  'GET /v1/alert-rules': asked('/v1/alert-rules', '/v1/alert-rules?x=1'),
  'GET /v1/alert-rules/names': asked('/v1/alert-rules/names', '/v1/alert-rules/names?x=1'),
}

const operationsOf = ({ paths }: Description) =>
  Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([verb, operation]) => [`${verb.toUpperCase()} ${path}`, operation] as const),
  )
const operationOf = (name: string): Operation => {
  const found = operationsOf(document).find(([each]) => each === name)
  if (!found) throw new Error(`the document has no ${name}`)
  return found[1]
}

const ask = (name: string, { path, body, headers = {} }: Asked, proof: string | null = key) => {
  const [method] = name.split(' ')
  return fetch(centre.url + path, {
    method: method!,
    headers: {
      ...(proof === null ? {} : { authorization: `Bearer ${proof}` }),
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...headers,
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
}

/** What is wrong with an answer by its description; null: nothing. */
const faultOf = async (name: string, answer: Response): Promise<unknown> => {
  const told = operationOf(name).responses[String(answer.status)]
  if (!told) return `${answer.status} is not described: ${await answer.text()}`
  const { content } = told.$ref
    ? document.components.responses[told.$ref.split('/').at(-1)!]!
    : (told as Described)
  const type = (answer.headers.get('content-type') ?? '').split(';')[0]!
  const described = content?.[type]
  if (!described) return `${type} is not described for ${answer.status}`
  if (type === 'text/event-stream') {
    // It never ends: that it begins is enough.
    const { value } = await answer.body!.getReader().read()
    return new TextDecoder().decode(value).length > 0 ? null : 'it says nothing'
  }
  return z.fromJSONSchema(described.schema).safeParse(await answer.json()).error ?? null
}

test('no operation of the document is left unasked, and none is asked that it does not have', () => {
  expect(Object.keys(CASES).toSorted()).toEqual(
    operationsOf(document)
      .map(([name]) => name)
      .toSorted(),
  )
})

test('a description that is not kept is noticed', async () => {
  const name = 'GET /v1/scopes'
  const { responses } = operationOf(name)
  const { schema } = responses['200']!.content!['application/json']!
  expect(z.fromJSONSchema(schema).safeParse({ date: '2024-06-30' }).success).toBe(false)
  expect(await faultOf(name, new Response('{}', { status: 404 }))).toMatch(/404 is not described/)
  expect(await faultOf(name, new Response('{}', { status: 400 }))).toMatch(/is not described for 400/)
  const noProblem = new Response('{"title":"?"}', {
    status: 400,
    headers: { 'content-type': 'application/problem+json' },
  })
  expect(await faultOf(name, noProblem)).toBeInstanceOf(z.ZodError)
})

test.each(Object.keys(CASES))(
  '%s answers, and refuses, as it is described',
  async (name) => {
    const { good, wrong } = CASES[name]!
    const asked = await good()
    const answer = await ask(name, asked)
    expect([answer.status, await faultOf(name, answer)]).toEqual([200, null])
    if (wrong !== null) {
      const question = typeof wrong === 'function' ? wrong() : wrong
      const refusal = await ask(name, question)
      expect(refusal.headers.get('content-type')).toMatch(/^application\/problem\+json/)
      expect([refusal.status, await faultOf(name, refusal)]).toEqual([question.status, null])
    }
    // What takes an operator's key is closed without one, and says so as described.
    if (operationOf(name).security?.every((each) => 'operator' in each)) {
      const stranger = await ask(name, asked, null)
      expect([stranger.status, await faultOf(name, stranger)]).toEqual([401, null])
    }
  },
  90_000,
)
