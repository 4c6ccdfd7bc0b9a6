import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PORT_OFFSETS } from '@ioc/config'
import type { ResidentStatus } from '@ioc/connectors/residents.ts'
import { type LocalKafka, launchKafka, prepareKafka } from '@ioc/infra-kafka'
import { type Kafka, openKafka, provisionTopics } from '@ioc/kafka'
import { createLog } from '@ioc/log'
import { dossier, topics } from '@ioc/schemas'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { until } from '../browser/until.ts'
import { dossierEvent } from '../end-to-end/dossiers.ts'
import { freePair } from '../ports.ts'
import { type ProducerProcess, producerProcess, sourceCommand } from './breaker.producer.ts'
import { type Habit, type OtherSide, openOtherSide } from './connectors.server.ts'

const NAME = 'one-stop-portal'
const SAMPLE = join(
  import.meta.dirname,
  '../../services/dossier-producer/sources/one-stop-portal/sample.ndjson',
)
const [good] = readFileSync(SAMPLE, 'utf8')
  .split('\n')
  .map((line) => line && (JSON.parse(line) as Record<string, unknown>)) as [Record<string, unknown>]

let dataDir: string
let broker: LocalKafka
let kafka: Kafka
let producer: ProducerProcess
let other: OtherSide
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'ioc-poll-'))
  const log = createLog('poll-test', 'fatal')
  await prepareKafka(log)
  broker = await launchKafka({ dataDir, port: await freePair(), heapMb: 384 })
  kafka = openKafka({ brokers: [broker.brokers], clientId: 'poll-test' })
  await provisionTopics(kafka, [...topics])
  other = await openOtherSide()
  producer = producerProcess(
    { dataDir, brokers: broker.brokers, settings: { IOC_BUSINESS_CLOCK: '2024-07-01T00:00:00+07:00' } },
    (await freePair()) - PORT_OFFSETS['dossier-producer'],
  )
  await producer.start()
  await until('it is ready', async () => (await producer.get('/health/ready')).ok, 60_000)
})
afterEach(() => {
  other.habit = 'good'
  other.token = null
})
afterAll(async () => {
  await producer?.kill()
  await other?.close()
  await kafka?.close()
  await broker?.kill()
  rmSync(dataDir, { recursive: true, force: true })
})

const source = (...words: string[]) => sourceCommand(producer, broker.brokers, ...words, '--json')

const vendorText = (ms: number) => new Date(ms).toISOString().slice(0, 19).replace(/[-:T]/g, '')

/** A dossier of its own, changed at a second of 20/6/2024. */
const record = (serial: number, second: number): Record<string, unknown> => ({
  ...good,
  MaHoSo: `000.00.00.H36-240620-${String(serial).padStart(5, '0')}`,
  NgayCapNhat: vendorText(Date.parse('2024-06-20T10:00:00Z') + second * 1000),
})

const status = async (): Promise<ResidentStatus | undefined> => {
  const answer = (await (await producer.get('/v1/sources')).json()) as { sources: ResidentStatus[] }
  return answer.sources.find(({ name }) => name === NAME)
}

/** Serials of the source’s events in the log, in its order. */
const inLog = async (): Promise<string[]> => {
  const serials: string[] = []
  for (const { partition, low, high } of await kafka.admin.offsets(dossier.id))
    await kafka.readFrom(dossier.id, partition, low, high, (records) => {
      for (const { headers, value } of records)
        if (String(headers.ce_source) === NAME) {
          const data = JSON.parse(String(value)) as { dossierCode: string }
          serials.push(data.dossierCode.slice(-5))
        }
    })
  return serials.sort()
}

const serials = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => String(from + i).padStart(5, '0'))

const set = (...words: string[]) =>
  source('run', NAME, ...words.flatMap((word) => ['--set', word]), '--every', '0.2', '--no-wait')

test('turned on while the producer runs, every record is read once, page by page, and others flow on', async () => {
  other.records = Array.from({ length: 12 }, (_, i) => record(i + 1, i))
  const push = producer.push([dossierEvent('70001')])
  const ran = await source('run', NAME, '--set', `url=${other.url}`, '--set', 'pageSize=5', '--every', '0.2')
  expect(ran).toEqual({
    code: 0,
    stdout: `${JSON.stringify({ source: NAME, emitted: 12, rejected: 0, skipped: 0 })}\n`,
  })
  expect((await push).body).toEqual({ accepted: 1, rejected: [] })
  expect(await inLog()).toEqual(serials(1, 12))
  const pages = other.asked.slice(0, 3).map((path) => new URL(path, other.url).searchParams.get('trang'))
  expect(pages).toEqual(['1', '2', '3'])
})

test('what is new or changed is read from the watermark on; what is known is not sent again', async () => {
  other.records = [...other.records, record(13, 900)]
  await until('the new one is read', async () => (await inLog()).includes('00013'), 60_000)
  const asked = other.asked.length
  await until('it was asked again', () => other.asked.length > asked + 1, 60_000)
  // The overlap of a day reads the others again: they are known, and not sent again.
  expect(await inLog()).toEqual(serials(1, 13))
  expect(other.asked.at(-1)).toContain('tuNgay=20240619')
})

const BAD: [Habit, RegExp][] = [
  ['busy', /answers 503/],
  ['html', /that are not JSON/],
  ['half', /cannot be reached, or breaks off|did not answer/],
  ['endless', /more than 33554432 bytes/],
  ['silent', /did not answer to the end within 1 s/],
  ['error-code', /error_code 106: sai mã đơn vị \/ wrong unit code/],
  ['moved', /answers 302: it points elsewhere/],
]

test.each(BAD)(
  'an other side that is %s is said, hurts nobody else, and is read on when it is well again',
  async (habit, error) => {
    const [serial] = serials(20 + BAD.findIndex(([each]) => each === habit), 99)
    await set(`timeoutSeconds=${habit === 'silent' ? 1 : 10}`)
    other.habit = habit
    other.records = [...other.records, record(Number(serial), 2000 + Number(serial))]
    await until('it is said', async () => error.test((await status())?.error ?? ''), 60_000)
    expect((await producer.push([dossierEvent(`7${serial!.slice(1)}`)])).status).toBe(200)
    expect(await inLog()).not.toContain(serial)
    other.habit = 'good'
    await until('it is read on', async () => (await inLog()).includes(serial!), 60_000)
    await until('nothing is wrong any more', async () => (await status())!.error === null, 60_000)
  },
  180_000,
)

test('pages that repeat themselves end the walk with a word, not never', async () => {
  other.records = Array.from({ length: 7 }, (_, i) => record(40 + i, 3000 + i))
  other.habit = 'same-page'
  await set('pageSize=7')
  await until(
    'it is said',
    async () => /is the same as the one before it/.test((await status())?.error ?? ''),
    60_000,
  )
  other.habit = 'good'
  await set('pageSize=5')
  await until('they are read', async () => (await inLog()).includes('00046'), 60_000)
})

test('a clock an hour off is noticed, and stops nothing', async () => {
  other.habit = 'an-hour-ahead'
  other.records = [...other.records, record(60, 4000)]
  await until('it is read', async () => (await inLog()).includes('00060'), 60_000)
  await until(
    'it is said',
    async () => /60 minutes ahead of ours/.test((await status())?.notice ?? ''),
    60_000,
  )
})

test('client credentials get a token, and a new one when the other side has ended it', async () => {
  const secret = join(dataDir, 'secret')
  writeFileSync(secret, 'wrong\n')
  const auth = {
    kind: 'client-credentials',
    tokenUrl: `${other.url}/token`,
    clientId: 'ioc',
    clientSecretFile: secret,
  }
  other.token = 'none yet'
  await set(`auth=${JSON.stringify(auth)}`)
  await until('it is said', async () => /gives no token \(401\)/.test((await status())?.error ?? ''), 60_000)
  writeFileSync(secret, 's3cret\n')
  other.records = [...other.records, record(61, 4100)]
  await until('it is read', async () => (await inLog()).includes('00061'), 60_000)
  other.token = 'another, which nobody was told'
  other.records = [...other.records, record(62, 4200)]
  await until('it is read', async () => (await inLog()).includes('00062'), 60_000)
  expect(JSON.stringify(await status())).not.toContain('s3cret')
  await set('auth={"kind":"none"}')
})

test('killed in the middle of a walk it goes on there; turned off and reset it does as it is told', async () => {
  await source('stop', NAME)
  await until('it is off', async () => (await status()) === undefined, 60_000)
  other.records = Array.from({ length: 400 }, (_, i) => record(1000 + i, 5000 + i))
  await set('pageSize=5')
  await until('some are read', async () => (await inLog()).length > 200, 60_000)
  await producer.kill()
  await producer.start()
  await until(
    'all are read',
    async () => new Set((await inLog()).filter((s) => s >= '01000')).size === 400,
    120_000,
  )
  const before = (await inLog()).length
  await source('stop', NAME)
  await until('it is off', async () => (await status()) === undefined, 60_000)
  expect(await source('reset', NAME, '--why', 'thử đọc lại')).toMatchObject({ code: 0 })
  await set('pageSize=500')
  await until('all are read again', async () => (await status())?.emitted === 400, 60_000)
  // The same events under the same ids: they change nothing.
  expect((await inLog()).length).toBeGreaterThan(before)
  expect(new Set((await inLog()).filter((s) => s >= '01000')).size).toBe(400)
}, 300_000)

test('settings that are wrong are refused by name, and nothing changes', async () => {
  const refused = await source('run', NAME, '--set', 'url=ftp://x', '--set', 'pageSize=0')
  expect(refused.code).toBe(78)
  expect((await source('status', NAME)).stdout).toContain(other.url)
  expect((await source('run', 'nobody')).code).toBe(1)
})
