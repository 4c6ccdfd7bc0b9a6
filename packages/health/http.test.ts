import { createLog } from '@ioc/log'
import { afterEach, expect, test } from 'vitest'
import { exitCodeOf, PortTaken } from './address.ts'
import { type Http, openHttp, type Ready } from './http.ts'

const open: Http[] = []
afterEach(async () => {
  for (const http of open.splice(0)) await http.close()
})

const start = async (over: { ready?: Ready; port?: number; host?: string } = {}) => {
  const http = await openHttp({
    service: 'example',
    host: over.host ?? '127.0.0.1',
    port: over.port ?? 0,
    log: createLog('example', 'silent'),
    ready: over.ready ?? (async () => true),
    bodyLimitBytes: 100,
  })
  open.push(http)
  http.app.post('/take', async () => ({ taken: true }))
  http.app.get('/fail', async () => {
    throw new Error('the inside')
  })
  await http.listen()
  return http
}
const ask = async (http: Http, path: string, init?: RequestInit) => {
  const answer = await fetch(`http://127.0.0.1:${http.port()}${path}`, init)
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() }
}

test.each([
  ['yes', async () => true, 200, { status: 'ready' }],
  ['no', async () => false, 503, { status: 'not-ready' }],
  ['no, and why', async () => ({ ready: false, lag: 9 }), 503, { status: 'not-ready', lag: 9 }],
  [
    'a fault',
    async () => {
      throw new Error('the inside')
    },
    503,
    { status: 'not-ready', reason: 'readiness-unknown' },
  ],
] as [string, Ready, number, object][])(
  'ready: %s; live all the same',
  async (_what, ready, status, body) => {
    const http = await start({ ready })
    const answer = await ask(http, '/health/ready')
    expect({ status: answer.status, body: JSON.parse(answer.text) }).toEqual({
      status,
      body: { service: 'example', ...body },
    })
    expect((await ask(http, '/health/live')).status).toBe(200)
  },
)

test('metrics are Prometheus text and name the service', async () => {
  const { text, type } = await ask(await start(), '/metrics')
  expect(type).toContain('text/plain')
  expect(text).toMatch(/^process_cpu_seconds_total\{service="example"\}/m)
})

const json = { 'content-type': 'application/json' }
test.each([
  ['nothing there', '/nowhere', {}, 404],
  ['no JSON', '/take', { method: 'POST', headers: json, body: '{"secret' }, 400],
  ['too much', '/take', { method: 'POST', headers: json, body: `"secret${'x'.repeat(200)}"` }, 413],
  [
    'another media type',
    '/take',
    { method: 'POST', headers: { 'content-type': 'a/b' }, body: 'secret' },
    415,
  ],
  ['a fault of ours', '/fail', {}, 500],
])('%s is a problem document that repeats nothing', async (_what, path, init, status) => {
  const answer = await ask(await start(), path, init)
  expect(answer.type).toContain('application/problem+json')
  expect(JSON.parse(answer.text)).toMatchObject({ type: 'about:blank', status })
  expect(answer.text).not.toMatch(/secret|inside/)
})

test('a port that is taken is said in words, and asks for exit 78', async () => {
  const first = await start()
  const error = await start({ port: first.port() }).catch((e: unknown) => e)
  expect(error).toBeInstanceOf(PortTaken)
  expect((error as Error).message).toBe(
    `example cannot listen on 127.0.0.1:${first.port()}: the port is taken; choose another IOC_PORT_BASE`,
  )
  expect(exitCodeOf(error)).toBe(78)
})

test("a host that is not this machine's asks for exit 78", async () => {
  const error = await start({ host: '192.0.2.1' }).catch((e: unknown) => e) // RFC 5737: nobody's address
  expect(exitCodeOf(error)).toBe(78)
})

test('closing cuts a stream that would never end', async () => {
  const http = await openHttp({
    service: 'example',
    host: '127.0.0.1',
    port: 0,
    log: createLog('example', 'silent'),
    ready: async () => true,
  })
  http.app.get('/stream', (_request, reply) => {
    reply.hijack()
    reply.raw.write('begun')
  })
  await http.listen()
  const answer = await fetch(`http://127.0.0.1:${http.port()}/stream`)
  const cut = answer.text().catch(() => 'cut')
  await http.close()
  expect(await cut).toBe('cut')
}, 10_000)

test('an address that cannot be read is refused as everything else is', async () => {
  const answer = await ask(await start(), '/%E0%A4%A')
  expect(answer).toMatchObject({ status: 400, type: 'application/problem+json; charset=utf-8' })
  expect(JSON.parse(answer.text)).toMatchObject({ status: 400, detail: 'The address cannot be read.' })
})
