import { gzipSync } from 'node:zlib'
import { fastify } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBreaker } from './breaker.ts'
import { SINGLE } from './cloud-events.ts'
import type { Edge } from './edge.ts'
import { servePush } from './push.ts'

const app = fastify()
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
    edge: {} as Edge, // never reached
    keys: { sourcesOf: (key) => (key === 'right' ? new Set(['dossier-push']) : null) },
    breaker,
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
