import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openHttp } from '@ioc/health'
import { createLog } from '@ioc/log'
import { reconciliationDigest } from '@ioc/snapshot'
import { afterAll, expect, test } from 'vitest'
import { openArchive } from './archive.ts'
import { addReconciliation } from './reconciliation.ts'
import { sha256, toStored } from './stored.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'ioc-reconciliation-'))
const archive = openArchive(dataDir)
const log = createLog('national-ioc', 'silent')
const { app } = await openHttp({
  service: 'national-ioc',
  host: '127.0.0.1',
  port: 0,
  log,
  ready: async () => true,
})
addReconciliation(app, archive)
afterAll(async () => {
  await app.close()
  archive.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const digest = (digit: string) => `sha-256:${digit.repeat(64)}`
const stored = await toStored(Buffer.from('{}'), sha256(Buffer.from('{}')))
const accept = (group: string, date: string, revision: number, digit: string) =>
  archive.accept({
    group,
    date,
    revision,
    digest: digest(digit),
    receivedAt: '2024-07-01T00:05:00.000+07:00',
    stored,
    receipt: '{}',
  })
accept('dossier', '2024-06-30', 1, 'a')
accept('dossier', '2024-06-30', 2, 'b')
accept('dossier', '2024-07-01', 1, 'c')
accept('feedback', '2024-06-01', 1, 'd')

const ask = async (query: string) => app.inject(`/v1/reconciliation${query}`)

test('of a month it tells what was accepted, under one digest for each group', async () => {
  const june = [
    { date: '2024-06-30', revision: 1, digest: digest('a') },
    { date: '2024-06-30', revision: 2, digest: digest('b') },
  ]
  const feedback = [{ date: '2024-06-01', revision: 1, digest: digest('d') }]
  expect((await ask('?month=2024-06')).json()).toEqual({
    month: '2024-06',
    groups: [
      { group: 'dossier', digest: reconciliationDigest(june), snapshots: june },
      { group: 'feedback', digest: reconciliationDigest(feedback), snapshots: feedback },
    ],
  })
  expect((await ask('?month=2024-06&group=dossier')).json().groups).toHaveLength(1)
})

test('a group of which nothing was accepted has the digest of nothing', async () => {
  expect((await ask('?month=2024-05&group=dossier')).json()).toEqual({
    month: '2024-05',
    groups: [{ group: 'dossier', digest: reconciliationDigest([]), snapshots: [] }],
  })
})

test.each(['', '?month=2024-6', '?month=2024-06&group=A', '?month=2024-06&month=2024-07'])(
  '%s is answered with a problem document',
  async (query) => {
    const answer = await ask(query)
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'query-unreadable'])
    expect(answer.headers['content-type']).toContain('application/problem+json')
  },
)
