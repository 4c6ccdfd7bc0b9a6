import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { BusinessClock } from '@ioc/clock'
import { createLog } from '@ioc/log'
import type { SnapshotBody } from '@ioc/schemas/snapshot/index.ts'
import {
  artefactBytes,
  openSigningKey,
  readJwks,
  rotateSigningKey,
  signBody,
  verifyReceipt,
} from '@ioc/snapshot'
import { exampleBody, exampleKey, exampleRevision } from '@ioc/snapshot/example.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openReceiver } from './receiver.ts'

let root = ''
let dataDir = ''
let url = ''
let stop = async () => {}
let nowMs = 0

const start = async (tokensFile?: string) => {
  const clock: BusinessClock = {
    now: () => nowMs,
    beganAt: null,
    running: true,
    systemInstantOf: () => null,
  } as unknown as BusinessClock
  const receiver = await openReceiver({
    ...{ dataDir, host: '127.0.0.1', port: 0, trustedJwks: join(dataDir, 'trusted.json'), tokensFile },
    ...{ clock, systemNow: Date.now, log: createLog('national-ioc', 'silent') },
  })
  for (const part of receiver.parts) await part.start?.()
  url = `http://127.0.0.1:${receiver.port()}`
  stop = async () => {
    for (const part of receiver.parts.toReversed()) await part.stop()
  }
}

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'ioc-national-'))
  dataDir = root
  writeFileSync(join(dataDir, 'trusted.json'), JSON.stringify({ keys: [exampleKey.publicJwk] }))
  nowMs = Date.parse('2024-07-01T00:05:00+07:00')
  await start()
})
afterEach(async () => {
  await stop()
  rmSync(root, { recursive: true, force: true })
})

const put = async (body: SnapshotBody, headers: Record<string, string> = {}) => {
  const artefact = await signBody(body, exampleKey)
  const name = `${body.group}/${body.date}/${body.revision}`
  const answer = await fetch(`${url}/v1/snapshots/${name}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'idempotency-key': name, ...headers },
    body: artefactBytes(artefact) as BodyInit,
  })
  return { status: answer.status, json: await answer.json(), artefact, headers: answer.headers }
}
const get = async (path: string) => {
  const answer = await fetch(`${url}${path}`)
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}
const list = async (query: string) => JSON.parse((await get(`/v1/snapshots${query}`)).text)
const keysOf = (rows: { group: string; date: string; revision: number }[]) =>
  rows.map(({ group, date, revision }) => `${group}/${date}/${revision}`)

test('the list is paged: every snapshot once, by day, group and revision', async () => {
  for (const date of ['2024-06-28', '2024-06-29', '2024-06-30'])
    for (const group of ['dossier', 'feedback']) await put({ ...exampleBody, group, date })
  const seen: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Awaited<ReturnType<typeof list>> = await list(`?limit=4&from=2024-06-28&cursor=${cursor}`)
    seen.push(...keysOf(page.snapshots))
    cursor = page.next
  }
  expect(seen).toEqual(
    ['2024-06-28', '2024-06-29', '2024-06-30'].flatMap((date) => [`dossier/${date}/1`, `feedback/${date}/1`]),
  )
  expect(keysOf((await list('?group=feedback&to=2024-06-28')).snapshots)).toEqual(['feedback/2024-06-28/1'])
})

test('what it held at any time can be asked for, as a list and as bytes', async () => {
  const first = await put(exampleBody)
  nowMs = Date.parse('2024-07-02T00:05:00+07:00')
  const second = await put(exampleRevision(first.artefact))
  const before = '2024-07-01' // a bare day is its last millisecond
  expect(keysOf((await list(`?asOf=${before}`)).snapshots)).toEqual(['dossier/2024-06-30/1'])
  expect((await list('?asOf=2024-06-30')).snapshots).toEqual([])
  expect((await list('')).snapshots).toHaveLength(2)

  const day = '/v1/snapshots/dossier/2024-06-30'
  const bytes = (artefact: typeof first.artefact) => Buffer.from(artefactBytes(artefact)).toString('utf8')
  expect((await get(day)).text).toBe(bytes(second.artefact))
  expect((await get(`${day}?asOf=${before}`)).text).toBe(bytes(first.artefact))
  expect((await get(`${day}?asOf=${encodeURIComponent('2024-07-02T00:05:00+07:00')}`)).text).toBe(
    bytes(second.artefact),
  )
  const one = await get(`${day}?revision=1`)
  expect(one.text).toBe(bytes(first.artefact))
  expect(one.headers.get('etag')).toBe(`"${first.artefact.digest}"`)
  expect(one.headers.get('content-location')).toBe(`${day}/1`)
  expect((await get(`${day}?asOf=2024-06-30`)).status).toBe(404)
  expect((await get(`${day}?revision=3`)).status).toBe(404)
})

test('who keeps up asks for what was received since, and for nothing twice', async () => {
  await put(exampleBody)
  nowMs = Date.parse('2024-07-02T00:05:00+07:00')
  await put({ ...exampleBody, date: '2024-07-01' })
  const since = encodeURIComponent('2024-07-01T00:05:00+07:00')
  expect(keysOf((await list(`?updatedAfter=${since}`)).snapshots)).toEqual(['dossier/2024-07-01/1'])
  const page = await get('/v1/snapshots?limit=1')
  expect(page.headers.get('link')).toBe(
    `</v1/snapshots?limit=1&cursor=${JSON.parse(page.text).next}>; rel="next"`,
  )
  for (const path of [
    '/v1/snapshots',
    '/v1/snapshots/dossier/2024-07-01',
    '/v1/snapshots/dossier/2024-07-01/1',
  ]) {
    const etag = (await get(path)).headers.get('etag')!
    nowMs += 1_000 // time alone is no news
    const again = await fetch(`${url}${path}`, { headers: { 'if-none-match': etag } })
    expect([path, again.status, await again.text()]).toEqual([path, 304, ''])
  }
})

test('list and values come as CSV to who prefers it; what is neither is refused', async () => {
  const { artefact } = await put(exampleBody)
  const as = async (path: string, accept: string) => {
    const answer = await fetch(`${url}${path}`, { headers: { accept } })
    return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() }
  }
  expect(await as('/v1/snapshots', 'text/csv')).toEqual({
    status: 200,
    type: 'text/csv; charset=utf-8; header=present',
    text: `group,date,revision,digest,receivedAt\r\ndossier,2024-06-30,1,${artefact.digest},2024-07-01T00:05:00.000+07:00\r\n`,
  })
  for (const path of ['/v1/snapshots/dossier/2024-06-30', '/v1/snapshots/dossier/2024-06-30/1']) {
    const lines = (await as(path, 'text/csv, */*;q=0.1')).text.trimEnd().split('\r\n')
    expect(lines).toHaveLength(1 + exampleBody.values.length)
    expect(lines[0]).toMatch(/^group,date,revision,indicator,unit,level,period,/)
    expect((await as(path, 'application/json')).text).toBe(
      Buffer.from(artefactBytes(artefact)).toString('utf8'),
    )
    expect((await as(path, 'text/html')).status).toBe(406)
  }
})

test.each([
  '/v1/snapshots?updatedAfter=noon',
  '/v1/snapshots?limit=0',
  '/v1/snapshots?limit=1001',
  '/v1/snapshots?cursor=bm9uc2Vuc2U',
  '/v1/snapshots?asOf=noon',
  '/v1/snapshots?group=Not+a+word',
  '/v1/snapshots/dossier/2024-06-30?revision=1&asOf=2024-07-01',
  '/v1/snapshots/dossier/2024-02-30',
  '/v1/alarms?limit=x',
])('%s cannot be read, and is told so', async (path) => {
  expect(await get(path)).toMatchObject({ status: 400, text: expect.stringContaining('query-unreadable') })
})

test('another body under a published revision is in the list of alarms and on the page, once however often it came', async () => {
  expect(JSON.parse((await get('/v1/alarms')).text)).toEqual({ alarms: [] })
  expect((await get('/')).text).not.toContain('Báo động')
  const { artefact } = await put(exampleBody)
  const other = { ...exampleBody, province: { code: '68', name: 'Đà Lạt' } }
  for (let i = 0; i < 3; i += 1) expect((await put(other)).status).toBe(409)
  await put({ ...exampleBody, revision: 3, supersedes: { revision: 2, digest: artefact.digest } }) // refused, no alarm
  expect(JSON.parse((await get('/v1/alarms')).text).alarms).toEqual([
    {
      ...{ group: 'dossier', date: '2024-06-30', revision: 1, code: 'different-body', attempts: 3 },
      ...{ digest: artefact.digest, bytesDigest: expect.stringMatching(/^[0-9a-f]{64}$/) },
      receivedAt: '2024-07-01T00:05:00.000+07:00',
    },
  ])
  const page = (await get('/')).text
  expect(page).toContain('Báo động')
  expect(page).toContain('role="alert"')
})

test('with a file of tokens only who has one may send; a token is given and taken without a restart', async () => {
  const tokens = join(dataDir, 'tokens')
  writeFileSync(tokens, '# Lâm Đồng\nfirst\n')
  await stop()
  await start(tokens)
  const stranger = await put(exampleBody)
  expect([stranger.status, stranger.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
  expect((await put(exampleBody, { authorization: 'Bearer firs' })).status).toBe(401)
  expect((await put(exampleBody, { authorization: 'Bearer first' })).status).toBe(201)
  writeFileSync(tokens, 'second # since July\n')
  expect((await put(exampleBody, { authorization: 'Bearer first' })).status).toBe(401)
  expect((await put(exampleBody, { authorization: 'Bearer second' })).status).toBe(200)
  rmSync(tokens)
  expect((await put(exampleBody, { authorization: 'Bearer second' })).status).toBe(503)
})

test('its own key may be rotated while it runs: the next receipt is of the new key, and both are believed', async () => {
  const jwks = async () => readJwks(JSON.parse((await get('/.well-known/jwks.json')).text))!
  const one = await put(exampleBody)
  rotateSigningKey(dataDir, 'national-ioc', { revokeOld: false })
  const two = await put(exampleRevision(one.artefact))
  expect(two.status).toBe(201)
  expect((await jwks()).keys[0]!.kid).toBe(openSigningKey(dataDir, 'national-ioc').kid)
  for (const { json } of [one, two])
    expect(await verifyReceipt(json, await jwks())).toEqual({ kind: 'sound' })
})

test('an archive made before bytes were compressed is taken over, byte for byte', async () => {
  const { artefact } = await put(exampleBody)
  await stop()
  const folder = join(dataDir, 'old', 'national-ioc')
  mkdirSync(folder, { recursive: true })
  const db = new DatabaseSync(join(folder, 'received.sqlite'))
  db.exec(`CREATE TABLE accepted ("group" TEXT NOT NULL, date TEXT NOT NULL, revision INTEGER NOT NULL, digest TEXT NOT NULL,
    received_at TEXT NOT NULL, bytes BLOB NOT NULL, receipt TEXT NOT NULL, PRIMARY KEY ("group", date, revision)) STRICT`)
  const bytes = artefactBytes(artefact)
  db.prepare('INSERT INTO accepted VALUES (?, ?, ?, ?, ?, ?, ?)').run(
    ...([
      'dossier',
      '2024-06-30',
      1,
      artefact.digest,
      '2024-07-01T00:05:00.000+07:00',
      bytes,
      '{"old":"receipt"}',
    ] as const),
  )
  db.close()
  dataDir = join(dataDir, 'old')
  writeFileSync(join(dataDir, 'trusted.json'), JSON.stringify({ keys: [exampleKey.publicJwk] }))
  await start()
  expect((await get('/v1/snapshots/dossier/2024-06-30/1')).text).toBe(Buffer.from(bytes).toString('utf8'))
  expect(await put(exampleBody)).toMatchObject({ status: 200, json: { old: 'receipt' } })
  expect((await put(exampleRevision(artefact))).status).toBe(201)
})

test('bytes that have changed on the disk are not served as what was received', async () => {
  await put(exampleBody)
  const db = new DatabaseSync(join(dataDir, 'national-ioc', 'received.sqlite'))
  db.exec(`UPDATE accepted SET bytes = x'7b7d', encoding = 'plain'`)
  db.close()
  expect((await get('/v1/snapshots/dossier/2024-06-30/1')).status).toBe(500)
})

test('its API is described by OpenAPI 3.1, every address and its schemas', async () => {
  const document = JSON.parse((await get('/v1/openapi.json')).text)
  expect(document.openapi).toBe('3.1.0')
  expect(Object.keys(document.paths).sort()).toEqual([
    '/.well-known/jwks.json',
    '/v1/alarms',
    '/v1/snapshots',
    '/v1/snapshots/{group}/{date}',
    '/v1/snapshots/{group}/{date}/{revision}',
    '/v1/snapshots/{group}/{date}/{revision}/receipt',
  ])
  expect(document.components.schemas.Artefact.required).toEqual(['body', 'digest', 'signature'])
  const refs = [...JSON.stringify(document).matchAll(/"#\/components\/(\w+)\/(\w+)"/g)]
  for (const [, kind, name] of refs) expect(document.components[kind!][name!], name).toBeDefined()
})
