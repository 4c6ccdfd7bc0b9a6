import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openClickHouse, provisionTables } from '@ioc/clickhouse'
import { PORT_OFFSETS } from '@ioc/config'
import { launchClickHouse } from '@ioc/infra-clickhouse'
import { type LocalKafka, launchKafka, prepareKafka } from '@ioc/infra-kafka'
import { type Kafka, openKafka, provisionTopics } from '@ioc/kafka'
import { topics } from '@ioc/schemas'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '../browser/until.ts'
import { dossierEvent, type Event } from '../end-to-end/dossiers.ts'
import { freePair, freePort, freePortBase } from '../ports.ts'
import { BATCH, type ProducerProcess, producerProcess } from './breaker.producer.ts'

const ROOT = join(import.meta.dirname, '../..')
const VENDOR = 'one-stop-vendor'

const folders: string[] = []
const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'ioc-push-keys-'))
  folders.push(made)
  return made
}

let broker: LocalKafka
let kafka: Kafka
let producer: ProducerProcess
let clickhouseEngine: Awaited<ReturnType<typeof launchClickHouse>>
let clickhouseUrl: string
beforeAll(async () => {
  await prepareKafka({ debug: () => {}, info: () => {}, warn: () => {}, error: () => {} })
  broker = await launchKafka({ dataDir: folder(), port: await freePair(), heapMb: 384 })
  kafka = openKafka({ brokers: [broker.brokers], clientId: 'push-keys-test' })
  await provisionTopics(kafka, [...topics])
  const settings = { IOC_BUSINESS_CLOCK: '2024-07-01T00:00:00+07:00' }
  producer = producerProcess({ dataDir: folder(), brokers: broker.brokers, settings }, await freePortBase())
  await producer.start()
  await until('holds are known', async () => (await producer.get('/health/ready')).ok, 60_000)
  clickhouseEngine = await launchClickHouse({ dataDir: folder(), port: await freePort() })
  clickhouseUrl = clickhouseEngine.url
  const clickhouse = open()
  await provisionTables(clickhouse, join(ROOT, 'schemas/tables'))
  await clickhouse.close()
})
afterAll(async () => {
  await producer?.kill()
  await kafka?.close()
  await Promise.all([broker?.kill(), clickhouseEngine?.kill()])
  for (const each of folders) rmSync(each, { recursive: true, force: true })
})

const open = () => openClickHouse({ url: clickhouseUrl, user: 'default', password: '', database: 'ioc' })

/** `npm run keys -- <words> --json` beside the producer. */
const keys = async (words: string[], url = clickhouseUrl) => {
  const child = spawn(process.execPath, [join(ROOT, 'packages/keys/main.ts'), ...words, '--json'], {
    env: { IOC_DATA_DIR: producer.dataDir, CLICKHOUSE_URL: url },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text))
  const [code] = await once(child, 'close')
  return {
    code: code as number,
    err: said.err,
    ...(JSON.parse(said.out || '{}') as { key?: string; id?: string }),
  }
}

const push = async (key: string, ...events: Event[]) => {
  const url = `http://127.0.0.1:${producer.portBase + PORT_OFFSETS['dossier-producer']}/v1/events`
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': BATCH, authorization: `Bearer ${key}` },
    body: JSON.stringify(events),
  })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}
const of = (serial: string, unitCode: string, source = VENDOR) =>
  dossierEvent(serial, { event: { source }, data: { unitCode } })

const idsInLog = async () => {
  const ids: string[] = []
  for (const { partition, low, high } of await kafka.admin.offsets('dossier.v1'))
    await kafka.readFrom('dossier.v1', partition, low, high, (records) => {
      for (const { headers } of records)
        if (headers.ce_source?.toString() === VENDOR) ids.push(headers.ce_id!.toString())
    })
  return ids.sort()
}

const pushDoors = async () =>
  ((await (await producer.get('/v1/sources')).json()) as { push: { name: string }[] }).push.map(
    ({ name }) => name,
  )

test('a source nobody heard of speaks from its first key on, of its units alone, until it is revoked; the producer goes on', async () => {
  expect((await push('0'.repeat(64), of('0001', '24769'))).status).toBe(401)
  const made = await keys(['new', VENDOR, '--producer', 'dossier-producer', '--units', '672'])
  expect(made.code).toBe(0)
  expect(await pushDoors()).toEqual(['dossier-push', VENDOR])
  expect(await push(made.key!, of('0001', '24769'))).toEqual({
    status: 200,
    body: { accepted: 1, rejected: [] },
  })

  // Another's unit, and another's name: refused as a whole, before anything is sent.
  const foreign = await push(made.key!, of('0002', '24769'), of('0003', '24814'))
  expect([foreign.status, foreign.body.unit]).toEqual([403, '24814'])
  expect((await push(made.key!, of('0004', '24769', 'dossier-push'))).status).toBe(403)

  const turned = await keys(['rotate', VENDOR])
  for (const [serial, key] of [
    ['0005', made.key!],
    ['0006', turned.key!],
  ] as const)
    expect((await push(key, of(serial, '24769'))).status).toBe(200)
  expect((await keys(['revoke', VENDOR, '--key', made.id!])).code).toBe(0)
  expect((await push(made.key!, of('0007', '24769'))).body.title).toBe('Key has ended')
  expect((await push(turned.key!, of('0008', '24769'))).status).toBe(200)
  expect(await idsInLog()).toEqual(['0001', '0005', '0006', '0008'].map((serial) => `end-to-end-${serial}`))
})

test('what was done to keys stands in the audit, without a key; with ClickHouse away it is done all the same', async () => {
  const { key } = await keys(['new', 'audited-vendor', '--producer', 'dossier-producer', '--by', 'Lan'])
  await keys(['rotate', 'audited-vendor', '--overlap', '0'])
  await keys(['revoke', 'audited-vendor'])
  const clickhouse = open()
  const rows = await clickhouse.query<{
    action: string
    steps: string[]
    said_name: string
    content: string
  }>(
    `SELECT action, groupArray(step) AS steps, any(said_name) AS said_name, any(content) AS content
     FROM (SELECT * FROM audit FINAL WHERE subject = 'audited-vendor' ORDER BY at, step) GROUP BY action, audit_id ORDER BY min(asked_at)`,
  )
  await clickhouse.close()
  expect(rows.map(({ action, steps, said_name }) => [action, steps, said_name])).toEqual([
    ['keys.new', ['asked', 'done'], 'Lan'],
    ['keys.rotate', ['asked', 'done'], ''],
    ['keys.revoke', ['asked', 'done'], ''],
  ])
  expect(JSON.stringify(rows)).not.toContain(key)

  const nowhere = `http://127.0.0.1:${await freePort()}`
  const made = await keys(['new', 'audited-vendor', '--producer', 'dossier-producer'], nowhere)
  expect([made.code, made.err]).toEqual([0, expect.stringContaining('stands in no audit')])
  expect((await push(made.key!, of('0011', '24769', 'audited-vendor'))).status).toBe(200)
})

test('the key made at the first start is turned like any other, and its file holds the new one', async () => {
  const lying = () => readFileSync(join(producer.dataDir, 'keys/dossier-push'), 'utf8').trim()
  const first = lying()
  const { key } = await keys(['rotate', 'dossier-push', '--overlap', '0'])
  expect(lying()).toBe(key)
  expect((await push(first, of('0021', '24769', 'dossier-push'))).status).toBe(401)
  expect((await push(lying(), of('0021', '24769', 'dossier-push'))).status).toBe(200)
})
