import type { Readable } from 'node:stream'
import { dossier } from '@ioc/schemas'
import { openBodies } from '@ioc/source/body.ts'
import { fastify } from 'fastify'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ConnectedSource } from '../connected.ts'
import { serveEnvelope } from './serve.ts'

const NAME = 'one-stop-portal'
const app = fastify()
let mapped = 0
let taken = 0

beforeAll(() => {
  const bodies = openBodies({ bytesMax: 1_000_000, bytesInFlightMax: 2_000_000 })
  app.removeContentTypeParser(['application/json', 'text/plain'])
  app.addContentTypeParser('*', (_: unknown, stream: Readable) => bodies.read(stream, null))
  const connected = {
    name: NAME,
    contract: dossier,
    mapping: () => {
      mapped += 1
      return { kind: 'skip', why: 'a step' }
    },
  } as unknown as ConnectedSource
  serveEnvelope(
    app,
    {
      intake: {
        shut: () => null,
        take: async (events) => {
          taken += events.length
          return { accepted: events.length, rejected: [] }
        },
      },
      keys: {
        find: (key) =>
          key === 'right' ? { kind: 'valid', grant: new Map([[NAME, null]]) } : { kind: 'unknown' },
      },
      context: { clock: { now: () => 0 } } as never,
    },
    { path: '/v1/one-stop', connected, services: ['DongBoHoSoMC'] },
  )
})
beforeEach(() => {
  mapped = 0
  taken = 0
})
afterAll(() => app.close())

const post = (url: string, body: unknown) =>
  app.inject({
    ...{ method: 'POST', url, body: JSON.stringify(body) },
    headers: { 'content-type': 'application/json' },
  })
const login = async () =>
  (await post('/v1/one-stop/login', { username: NAME, password: 'right' })).json().session as string
const send = async (records: number, asText = false) => {
  const data = Array.from({ length: records }, () => ({ a: 1 }))
  return post('/v1/one-stop', {
    ...{ session: await login(), madonvi: 'H36', service: 'DongBoHoSoMC' },
    data: asText ? JSON.stringify(data) : data,
  })
}

test.each([false, true])(
  'a call of more than 10,000 records is refused as a whole, as text: %s',
  async (asText) => {
    const answer = await send(10_001, asText)
    expect([answer.statusCode, answer.json().error_code]).toEqual([413, '500'])
    expect(answer.json().message).toContain('10001 records: a call holds at most 10000')
    expect([mapped, taken]).toEqual([0, 0])
  },
)

test('10,000 are taken', async () => {
  expect((await send(10_000)).json()).toMatchObject({ error_code: '0', skipped: 10_000 })
})

test('a login is a name and a key: what is longer is not even read', async () => {
  const long = { username: NAME, password: 'right', more: 'x'.repeat(5_000) }
  const answer = await post('/v1/one-stop/login', long)
  expect([answer.statusCode, answer.json().error_code, answer.json().session]).toEqual([
    413,
    '500',
    undefined,
  ])
})
