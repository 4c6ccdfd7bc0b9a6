import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ClickHouse, openClickHouse, provisionTables } from '@ioc/clickhouse'
import { openClock } from '@ioc/clock'
import { createLog } from '@ioc/log'
import { signToBytes } from '@ioc/snapshot'
import { exampleBody, exampleKey, exampleRevision } from '@ioc/snapshot/example.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openReceiver } from '../../services/national-ioc/receiver.ts'
import { openDelivery } from '../../services/snapshot-publisher/deliver.ts'
import { openReceiver as openNationalIoc } from '../../services/snapshot-publisher/receivers/index.ts'
import type { EngineUnderTest } from './clickhouse.door.ts'
import { startLocalClickHouse } from './clickhouse.local.ts'

const folder = mkdtempSync(join(tmpdir(), 'ioc-delivery-'))
const log = createLog('test', 'silent')
let engine: EngineUnderTest
let clickhouse: ClickHouse
let receiver: Awaited<ReturnType<typeof openReceiver>>

beforeAll(async () => {
  engine = await startLocalClickHouse()
  clickhouse = openClickHouse({ ...engine, database: 'ioc' })
  await provisionTables(clickhouse, fileURLToPath(new URL('../../schemas/tables', import.meta.url)))
  writeFileSync(join(folder, 'trusted.json'), JSON.stringify({ keys: [exampleKey.publicJwk] }))
  receiver = await openReceiver({
    ...{ dataDir: folder, host: '127.0.0.1', port: 0, trustedJwks: join(folder, 'trusted.json') },
    ...{ clock: openClock(folder, undefined, Date.now), systemNow: Date.now, log },
  })
  for (const part of receiver.parts) await part.start?.()
})
afterAll(async () => {
  for (const part of receiver?.parts.toReversed() ?? []) await part.stop()
  await clickhouse?.close()
  await engine?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const one = await signToBytes(exampleBody, exampleKey)
const two = await signToBytes(exampleRevision(one.artefact), exampleKey)
const posted = [two, one].map(({ artefact: { body, digest }, bytes }) => {
  const { group, date, revision } = body
  return { key: `${group}/${date}/${revision}`, group, date, revision, digest, appendedAtMs: 0, bytes }
})

/** A publisher's delivery, to the real receiver or to where nobody listens. */
const open = (url: string, now: () => number = Date.now) =>
  openDelivery({
    clickhouse,
    outbox: { all: () => posted, bytesOf: async (key) => posted.find((p) => p.key === key)!.bytes },
    receiver: openNationalIoc(
      { url, adapter: 'reference', agency: 'x', tls: {}, tokenFile: undefined, jwks: undefined },
      now,
    ),
    log,
    signal: new AbortController().signal,
    now,
  })

test('attempts are kept in ClickHouse, by two publishers at once, and a restart knows them', async () => {
  const away = open('http://127.0.0.1:1', () => Date.now() - 3_600_000)
  await away.load()
  await away.catchUp()
  expect(away.stateOf(posted[1]!.key)).toMatchObject({ state: 'waiting', attempts: 1 })

  const url = `http://127.0.0.1:${receiver.port()}`
  const publishers = [open(url), open(url)]
  for (const publisher of publishers) await publisher.load()
  await Promise.all(publishers.map((publisher) => publisher.catchUp()))
  for (const publisher of publishers) await publisher.catchUp()
  const restarted = open('http://127.0.0.1:1')
  await restarted.load()
  for (const delivery of [...publishers, restarted])
    for (const { key } of posted)
      expect(delivery.stateOf(key)).toMatchObject({ state: 'accepted', parked: null })

  const attempts = await restarted.attempts(posted[1]!.key)
  expect(attempts[0]).toMatchObject({ code: 'away', httpStatus: 0, digest: one.artefact.digest, receipt: '' })
  expect(attempts[0]!.nextAttemptAtMs).toBeGreaterThan(attempts[0]!.attemptedAtMs)
  const taken = attempts.filter(({ outcome }) => outcome === 'accepted')
  expect(new Set(taken.map(({ receipt }) => receipt)).size).toBe(1)
  expect(JSON.parse(taken[0]!.receipt)).toMatchObject({ status: 'accepted', digest: one.artefact.digest })
})

test('a person’s word stands in the same table, and the snapshot goes out once more', async () => {
  const delivery = open(`http://127.0.0.1:${receiver.port()}`)
  await delivery.load()
  const [, first] = posted
  await delivery.resend(first!.key, { name: 'Lan', reason: 'mất biên nhận' })
  expect(await delivery.settle(first!.key, 10_000)).toMatchObject({ state: 'accepted' })
  const last = (await delivery.attempts(first!.key)).slice(-2)
  expect(last.map(({ outcome, code, askedBy, askedWhy }) => [outcome, code, askedBy, askedWhy])).toEqual([
    ['resend', '', 'Lan', 'mất biên nhận'],
    ['accepted', 'already-accepted', '', ''],
  ])
})
