import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ClickHouseError } from '@ioc/clickhouse'
import { createLog } from '@ioc/log'
import { newToken, openAudit, openOperators } from '@ioc/operators'
import { KeyFault } from '@ioc/snapshot'
import { fastify } from 'fastify'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { NothingChanged } from './by-hand.ts'
import type { Publisher } from './publisher.ts'
import { refusalOf, serveSnapshots } from './routes.ts'

let dataDir = ''
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'ioc-publisher-routes-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

/** The routes over a publisher that only says what it was asked, and an audit whose table may be away. */
const stage = async ({ away = false } = {}) => {
  const lan = newToken(dataDir, 'lan', 0)
  const rows: unknown[][] = []
  const done: unknown[][] = []
  const publisher = {
    hasGroup: (group: string) => group === 'dossier',
    list: () => [],
    close: async (date: string, said: object) => {
      done.push(['close', date, said])
      if (date === '2024-06-28') throw new KeyFault('signing key K can be read by others: chmod 600 it')
      if (date === '2024-06-29') throw new NothingChanged('nothing has changed')
      return []
    },
    resend: async (key: string, who: object) => {
      done.push(['resend', key, who])
      return key === 'dossier/2024-06-30/1' ? { key } : null
    },
  } as unknown as Publisher
  const audit = openAudit({
    clickhouse: {
      insertRows: async (_table, _columns, lines) => {
        if (away) throw new ClickHouseError('unreachable', null, 'away')
        rows.push(JSON.parse(String(lines)) as unknown[])
      },
    },
    ...{ service: 'snapshot-publisher', now: () => 0, newId: () => 'id', log: createLog('test', 'silent') },
    refusalOf,
  })
  const app = fastify()
  serveSnapshots(app, publisher, { operators: openOperators(dataDir), audit }, () => '2024-07-01')
  let said = ''
  const post = async (url: string, body: object, token = lan) => {
    const answer = await app.inject({
      method: 'POST',
      url,
      headers: { authorization: `Bearer ${token}` },
      payload: body,
    })
    said = answer.json().detail ?? ''
    return answer.statusCode
  }
  // step, operator, action, subject, why, code
  const told = () => rows.map((row) => [row[2], row[5], row[7], row[8], row[9], row[11]])
  return { post, told, done, said: () => said }
}

test('publishing and sending again stand in the audit by the token’s name, before and after', async () => {
  const { post, told, done } = await stage()
  const reason = 'sửa số của sở'
  expect(await post('/v1/snapshots', { date: '2024-06-30', group: 'dossier', reason })).toBe(200)
  expect(await post('/v1/snapshots/dossier/2024-06-30/1/resend', { reason })).toBe(200)
  expect(told()).toEqual([
    ['asked', 'lan', 'snapshots.publish', 'dossier/2024-06-30', reason, ''],
    ['done', 'lan', 'snapshots.publish', 'dossier/2024-06-30', reason, ''],
    ['asked', 'lan', 'snapshots.resend', 'dossier/2024-06-30/1', reason, ''],
    ['done', 'lan', 'snapshots.resend', 'dossier/2024-06-30/1', reason, ''],
  ])
  expect(done).toEqual([
    ['close', '2024-06-30', { group: 'dossier', reason }],
    ['resend', 'dossier/2024-06-30/1', { name: 'lan', reason }],
  ])
})

test('what is refused stands there too, with what the refusal is called', async () => {
  const { post, told } = await stage()
  expect(await post('/v1/snapshots', { date: '2024-06-29' })).toBe(409)
  expect(await post('/v1/snapshots/dossier/2024-06-30/9/resend', { reason: 'x' })).toBe(404)
  expect(told().map((row) => [row[0], row[2], row[5]])).toEqual([
    ['asked', 'snapshots.publish', ''],
    ['refused', 'snapshots.publish', 'nothing-changed'],
    ['asked', 'snapshots.resend', ''],
    ['refused', 'snapshots.resend', 'no-such-snapshot'],
  ])
})

test('a stranger, and a question that cannot be understood, do nothing and are no act', async () => {
  const { post, told, done } = await stage()
  expect(await post('/v1/snapshots', { date: '2024-06-30' }, 'wrong')).toBe(401)
  expect(await post('/v1/snapshots', { date: '2024-07-01' })).toBe(400)
  expect(await post('/v1/snapshots/dossier/2024-06-30/1/resend', {})).toBe(400)
  expect([told(), done]).toEqual([[], []])
})

test.each([
  [
    'a date in the future',
    { date: '2024-07-02' },
    400,
    '2024-07-02 is not over by the business clock (2024-07-01); it cannot be closed.',
  ],
  [
    'a group not configured',
    { date: '2024-06-30', group: 'weather' },
    400,
    'The group weather is not configured.',
  ],
  ['no calendar day', { date: '2024-02-30' }, 400, 'date is not a calendar day, e.g. 2024-06-30'],
  [
    'a key file others can read',
    { date: '2024-06-28' },
    503,
    'signing key K can be read by others: chmod 600 it.',
  ],
])('%s is said in one clear line', async (_what, body, status, line) => {
  const { post, said } = await stage()
  expect([await post('/v1/snapshots', body), said()]).toEqual([status, line])
  if (status === 400) expect([await post('/v1/snapshots/preview', body), said()]).toEqual([status, line])
})

test('where the audit cannot be written nothing is published', async () => {
  const { post, done } = await stage({ away: true })
  expect(await post('/v1/snapshots', { date: '2024-06-30' })).toBe(503)
  expect(await post('/v1/snapshots/dossier/2024-06-30/1/resend', { reason: 'x' })).toBe(503)
  expect(done).toEqual([])
})
