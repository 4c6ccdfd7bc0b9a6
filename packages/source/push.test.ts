import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { openCatalogues } from '@ioc/catalogues'
import { type Contract, dossier } from '@ioc/schemas'
import { fastify } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBreaker } from './breaker.ts'
import { BATCH, SINGLE } from './cloud-events.ts'
import type { Edge } from './edge.ts'
import { servePush } from './push.ts'
import type { Token } from './push-key.ts'

const TOKENS: Record<string, Token> = {
  right: { kind: 'valid', grant: new Map([['dossier-push', null]]) },
  scoped: { kind: 'valid', grant: new Map([['dossier-push', ['672', '682']]]) },
  old: { kind: 'ended', why: 'the key 00000000 of dossier-push was revoked at 2026-07-01T00:00:00.000Z' },
  any: { kind: 'unreadable' },
}
const app = fastify()
const turnedAway: unknown[] = []
beforeAll(() => {
  const breaker = openBreaker({
    contract: 'dossier.v1',
    sources: ['dossier-push'],
    limits: { rejectShare: 0.2, inARow: 100, probeSeconds: 30 },
    now: () => 0,
    decide: () => {},
  })
  breaker.caughtUp()
  servePush(app, {
    kafka: { publish: () => Promise.reject(new Error('nothing is sent here')), ping: async () => true },
    edge: { contract: dossier as unknown as Contract } as Edge, // no more of it is reached
    keys: { find: (key) => TOKENS[key] ?? { kind: 'unknown' } },
    tree: () => openCatalogues(),
    breaker,
    turnedAway: { count: (sources, status, why) => turnedAway.push([[...sources], status, why]) },
    stopping: new AbortController().signal,
  })
})
afterAll(() => app.close())

const push = (encoding: string | null, body: Buffer, key = 'right') =>
  app.inject({
    method: 'POST',
    url: '/v1/events',
    headers: {
      'content-type': SINGLE,
      authorization: `Bearer ${key}`,
      ...(encoding === null ? {} : { 'content-encoding': encoding }),
    },
    body,
  })

test.each(['gzip', 'br', 'deflate', 'GZIP'])(
  'a body encoded with %s is refused by name, not as broken JSON',
  async (encoding) => {
    const answer = await push(encoding, gzipSync('{}'))
    expect([answer.statusCode, answer.headers['accept-encoding']]).toEqual([415, 'identity'])
    expect(answer.json()).toMatchObject({
      title: 'Encoded body',
      detail: expect.stringContaining('Content-Encoding'),
    })
  },
)

test('a body that is not encoded is read, whether that is said or not', async () => {
  for (const encoding of [null, 'identity'])
    expect((await push(encoding, Buffer.from('not JSON'))).json()).toMatchObject({
      status: 400,
      title: 'Unreadable body',
    })
})

test('who has no key learns nothing of encodings', async () => {
  expect((await push('gzip', gzipSync('{}'), 'wrong')).statusCode).toBe(401)
})

test('a key that has ended is told so, with what to do; an unknown one is not', async () => {
  const [old, wrong] = [
    await push(null, Buffer.from('{}'), 'old'),
    await push(null, Buffer.from('{}'), 'wrong'),
  ]
  expect([old.statusCode, wrong.statusCode]).toEqual([401, 401])
  expect(old.json()).toMatchObject({
    title: 'Key has ended',
    detail: expect.stringMatching(/revoked at .*rotate/),
  })
  expect(wrong.json().title).toBe('Unknown key')
})

test('while keys cannot be read nobody is told that theirs is wrong', async () => {
  const answer = await push(null, Buffer.from('{}'), 'any')
  expect([answer.statusCode, answer.headers['retry-after'], answer.json().code]).toEqual([
    503,
    '5',
    'keys-unreadable',
  ])
})

const EXAMPLE = JSON.parse(
  readFileSync(
    new URL('../../schemas/examples/dossier.v1/keep.received-online.json', import.meta.url),
    'utf8',
  ),
)
const batch = (...data: object[]) =>
  app.inject({
    method: 'POST',
    url: '/v1/events',
    headers: { 'content-type': BATCH, authorization: 'Bearer scoped' },
    body: JSON.stringify(data.map((each) => ({ ...EXAMPLE, data: { ...EXAMPLE.data, ...each } }))),
  })

test('one event of another unit refuses the whole body, and the unit is named', async () => {
  const answer = await batch({ unitCode: '24769' }, { unitCode: '24814' })
  expect(answer.statusCode).toBe(403)
  expect(answer.json()).toMatchObject({
    code: 'unit-out-of-scope',
    index: 1,
    unit: '24814',
    units: ['672', '682'],
    detail: expect.stringContaining('Event 1 of the body is of unit 24814; this key speaks for 672, 682'),
  })
})

test('a body that cannot be taken leaves its trace, by the sources of its key', async () => {
  turnedAway.length = 0
  const answer = await push(null, Buffer.from([0x7b, 0xff, 0xfe, 0x7d]))
  expect(answer.statusCode).toBe(400)
  expect(turnedAway).toEqual([
    [['dossier-push'], 400, 'the body is not JSON in UTF-8 (4 bytes): broken encoding'],
  ])
  // Who has no key speaks for nobody.
  expect((await push(null, Buffer.from('{'), 'wrong')).statusCode).toBe(401)
  expect(turnedAway).toHaveLength(1)
})
