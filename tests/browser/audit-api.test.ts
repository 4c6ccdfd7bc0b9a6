import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newToken, revokeToken } from '@ioc/operators'
import { readControls } from '@ioc/source/control-log.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePair } from '../ports.ts'
import { dossier, event, publishHalfYear } from './events.ts'
import { type LiveCentre, startLiveCentre } from './harness.ts'
import { until } from './until.ts'

let centre: LiveCentre
let own: string
let lan: string
beforeAll(async () => {
  centre = await startLiveCentre()
  own = readFileSync(join(centre.dataDir, 'keys/operator'), 'utf8').trim()
  lan = newToken(centre.dataDir, 'lan', Date.now())
  await publishHalfYear(centre.kafka)
  const bad = dossier(201, { dueAt: '2024-02-30', HoTen: 'Nguyễn Văn Mô Phỏng' })
  await centre.kafka.publish('dossier.v1', [event('dossier.v1', 'one-district', 'd-201', bad)])
  await until('it is rejected', async () => (await letters()).length === 1, 60_000)
  await until(
    'the source that will be held is known',
    async () => {
      const { sources } = await (await ask('/v1/sources')).json()
      return sources.some(({ source }: { source: string }) => source === 'hotline-2024')
    },
    60_000,
  )
})
afterAll(() => centre?.close(), 30_000)

const letters = async (): Promise<{ topic: string; partition: number; offset: number }[]> =>
  (await (await fetch(`${centre.url}/v1/dead-letters?source=one-district`)).json()).deadLetters
const ask = (path: string, token?: string, headers: Record<string, string> = {}) =>
  fetch(centre.url + path, {
    headers: { ...headers, ...(token ? { authorization: `Bearer ${token}` } : {}) },
  })
const post = async (path: string, body: object, token: string) => {
  const answer = await fetch(centre.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  })
  return { status: answer.status, body: await answer.json() }
}
type Act = Record<string, unknown>
const acts = async (query = ''): Promise<Act[]> => (await (await ask(`/v1/audit${query}`, lan)).json()).acts

test('the token’s name is what is recorded; a name in the body only stands beside it', async () => {
  const [letter] = await letters()
  const at = `dossier.v1/${letter!.partition}/${letter!.offset}`
  const held = await post('/v1/sources/hotline-2024/hold', { why: 'moves', by: 'Minh' }, lan)
  expect([held.status, held.body.controls[0].by]).toEqual([200, 'lan (Minh)'])
  const changes = [
    { path: 'data.HoTen', remove: true },
    { path: 'data.dueAt', value: '2024-02-29' },
  ]
  await post(`/v1/dead-letters/${at}/open`, { why: 'gọi 0912345678' }, lan)
  expect((await post(`/v1/dead-letters/${at}/drop`, {}, own)).status).toBe(400)
  expect((await post(`/v1/dead-letters/${at}/mend`, { changes }, own)).body.outcome).toBe('kept')
  expect((await ask('/v1/dead-letters?unit=24769', lan)).status).toBe(200)

  const told = await acts()
  expect(
    told.map(({ operator, saidName, action, subject, why, content, outcome, code }) => ({
      ...{ operator, saidName, action, subject, why, content, outcome, code },
    })),
  ).toEqual([
    {
      ...{ operator: 'lan', saidName: null, action: 'dead-letters.search', subject: '24769', why: null },
      ...{ content: { unit: '24769', state: null, limit: 50 }, outcome: 'done', code: null },
    },
    {
      ...{ operator: 'operator', saidName: null, action: 'dead-letters.mend', subject: at, why: null },
      ...{ content: { changed: ['data.HoTen', 'data.dueAt'], again: false }, outcome: 'done', code: null },
    },
    {
      ...{ operator: 'operator', saidName: null, action: 'dead-letters.drop', subject: at, why: null },
      ...{ content: {}, outcome: 'refused', code: 'why-missing' },
    },
    {
      ...{ operator: 'lan', saidName: null, action: 'dead-letters.open', subject: at, why: 'gọi •••' },
      ...{ content: { unmasked: false }, outcome: 'done', code: null },
    },
    {
      ...{ operator: 'lan', saidName: 'Minh', action: 'sources.hold', subject: 'hotline-2024', why: 'moves' },
      ...{ content: { contract: null }, outcome: 'done', code: null },
    },
  ])
  // No value of the record, and no key.
  const whole = JSON.stringify(await centre.clickhouse.query('SELECT * FROM audit FINAL'))
  for (const secret of ['Nguyễn', '2024-02-29', '0912345678', own, lan]) expect(whole).not.toContain(secret)
})

test('filters, pages that follow one another, CSV, and no word to strangers', async () => {
  expect((await acts('?operator=operator')).map(({ action }) => action)).toEqual([
    'dead-letters.mend',
    'dead-letters.drop',
  ])
  expect((await acts('?action=sources.hold')).length).toBe(1)
  expect(await acts('?from=2099-01-01')).toEqual([])
  expect(await acts('?to=2000-01-01')).toEqual([])
  const all = await acts()
  const paged: Act[] = []
  let path: string | null = '/v1/audit?limit=2'
  while (path !== null) {
    const answer: Response = await ask(path, lan)
    paged.push(...((await answer.json()).acts as Act[]))
    path = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1] ?? null
  }
  expect(paged).toEqual(all)
  const csv = await (await ask('/v1/audit', lan, { accept: 'text/csv' })).text()
  expect(csv.trim().split('\r\n').length).toBe(all.length + 1)
  expect(csv).toMatch(
    /^id,askedAt,service,operator,saidName,action,subject,why,content,outcome,outcomeAt,code\r\n/,
  )
  for (const stranger of [undefined, 'wrong']) expect((await ask('/v1/audit', stranger)).status).toBe(401)
  expect((await ask('/v1/audit?cursor=x', lan)).status).toBe(400)
  expect((await ask('/v1/audit?who=x', lan)).status).toBe(400)
})

test('what the publisher is asked for it is asked in the name of who asked here', async () => {
  const asked: unknown[] = []
  const standing = { group: 'dossier', date: '2024-06-30', revision: 1, digest: 'x', receipt: 'waiting' }
  const publisher = createServer((request, response) => {
    asked.push([request.url, request.headers.authorization])
    request.resume().on('end', () => response.end(JSON.stringify({ snapshots: [standing] })))
  })
  const port = Number(new URL(centre.url).port) + 26
  await new Promise<void>((resolve) => publisher.listen(port, '127.0.0.1', resolve))
  try {
    const { status } = await post('/v1/snapshots/dossier/2024-06-30/publish', { why: 'hết quý' }, lan)
    expect(status).toBe(200)
    expect(asked).toEqual([['/v1/snapshots', `Bearer ${lan}`]])
    expect((await acts('?action=snapshots.publish'))[0]).toMatchObject({
      ...{ operator: 'lan', subject: 'dossier/2024-06-30', why: 'hết quý', outcome: 'done' },
    })
  } finally {
    publisher.closeAllConnections()
    await new Promise((resolve) => publisher.close(resolve))
  }
})

test('a revoked token acts no more, at once', async () => {
  const minh = newToken(centre.dataDir, 'minh', Date.now())
  expect((await ask('/v1/audit', minh)).status).toBe(200)
  revokeToken(centre.dataDir, 'minh', Date.now())
  expect((await ask('/v1/audit', minh)).status).toBe(401)
  expect((await post('/v1/sources/hotline-2024/release', { why: 'x' }, minh)).status).toBe(401)
})

test('where the audit cannot be written nothing is done, not even a release that needs Kafka alone', async () => {
  await centre.clickhouse.command('RENAME TABLE audit TO audit_away')
  try {
    const refused = await post('/v1/sources/hotline-2024/release', { why: 'moved' }, lan)
    expect([refused.status, refused.body.code]).toEqual([503, 'ledger-away'])
    expect([...(await readControls(centre.kafka)).values()]).toMatchObject([{ state: 'held' }])
  } finally {
    await centre.clickhouse.command('RENAME TABLE audit_away TO audit')
  }
  expect((await post('/v1/sources/hotline-2024/release', { why: 'moved' }, lan)).status).toBe(200)
})

test.each(['operations-centre', 'snapshot-publisher'])(
  '%s does not listen beyond this machine while nobody has a token',
  async (service) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'ioc-open-'))
    try {
      const main = join(import.meta.dirname, '../../services', service, 'main.ts')
      const env = {
        ...{ IOC_DATA_DIR: dataDir, IOC_HOST: '0.0.0.0', IOC_PORT_BASE: String(await freePair()) },
        ...{ KAFKA_BROKERS: '127.0.0.1:1', CLICKHOUSE_URL: 'http://127.0.0.1:1' },
      }
      const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'ignore', 'pipe'] })
      let said = ''
      child.stderr.on('data', (chunk) => {
        said += chunk
      })
      const [code] = await once(child, 'close')
      expect([code, said]).toEqual([78, expect.stringContaining('npm run keys -- operator new <name>')])
      expect(said).toContain('IOC_HOST')
    } finally {
      rmSync(dataDir, { recursive: true, force: true })
    }
  },
  60_000,
)
