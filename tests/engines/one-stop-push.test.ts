import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PORT_OFFSETS } from '@ioc/config'
import { type LocalKafka, launchKafka, prepareKafka } from '@ioc/infra-kafka'
import { type Kafka, openKafka, provisionTopics } from '@ioc/kafka'
import { createLog } from '@ioc/log'
import { newPushKey, revokePushKeys } from '@ioc/push-keys'
import { dossier, topics } from '@ioc/schemas'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '../browser/until.ts'
import { freePair, freePortBase } from '../ports.ts'
import { type ProducerProcess, producerProcess, sourceCommand } from './breaker.producer.ts'

const NAME = 'one-stop-portal'
const SAMPLE = join(
  import.meta.dirname,
  '../../services/dossier-producer/sources/one-stop-portal/sample.ndjson',
)
const sample = readFileSync(SAMPLE, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Record<string, unknown>)
const [inWork, returned] = sample as [Record<string, unknown>, Record<string, unknown>]
const step = sample.at(-1)!

let dataDir: string
let broker: LocalKafka
let kafka: Kafka
let producer: ProducerProcess
const key = randomBytes(32).toString('hex')
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'ioc-envelope-'))
  const log = createLog('envelope-test', 'fatal')
  await prepareKafka(log)
  broker = await launchKafka({ dataDir, port: await freePair(), heapMb: 384 })
  kafka = openKafka({ brokers: [broker.brokers], clientId: 'envelope-test' })
  await provisionTopics(kafka, [...topics])
  newPushKey(
    { dataDir, nowMs: Date.now(), by: 'test' },
    { source: NAME, producer: 'dossier-producer', units: null, lifeMs: null, key },
  )
  const settings = { IOC_BUSINESS_CLOCK: '2024-07-01T00:00:00+07:00' }
  producer = producerProcess({ dataDir, brokers: broker.brokers, settings }, await freePortBase())
  await producer.start()
  await until('it is ready', async () => (await producer.get('/health/ready')).ok, 60_000)
})
afterAll(async () => {
  await producer?.kill()
  await kafka?.close()
  await broker?.kill()
  rmSync(dataDir, { recursive: true, force: true })
})

const post = async (path: string, body: unknown) => {
  const base = `http://127.0.0.1:${producer.portBase + PORT_OFFSETS['dossier-producer']}`
  const answer = await fetch(base + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return {
    status: answer.status,
    retryAfter: answer.headers.get('retry-after'),
    ...((await answer.json()) as Answer),
  }
}
const sayProgress = (body: string) =>
  fetch(`http://127.0.0.1:${producer.portBase + PORT_OFFSETS['dossier-producer']}/v1/progress`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body,
  })
type Answer = {
  error_code: string
  message: string
  session?: string
  accepted?: number
  rejected?: { index: number }[]
}
const login = async () => (await post('/v1/one-stop/login', { username: NAME, password: key })).session!
const send = (session: string, data: unknown, more: Record<string, unknown> = {}) =>
  post('/v1/one-stop', {
    session,
    madonvi: 'H36',
    service: 'DongBoHoSoMC',
    isUpdating: 'False',
    data,
    ...more,
  })

/** Of the source in the log: ids, and whether each is sealed. */
const inLog = async () => {
  const found: { id: string; sealed: boolean; text: string }[] = []
  for (const { partition, low, high } of await kafka.admin.offsets(dossier.id))
    await kafka.readFrom(dossier.id, partition, low, high, (records) => {
      for (const { headers, value } of records)
        if (String(headers.ce_source) === NAME)
          found.push({
            id: String(headers.ce_id),
            sealed:
              headers.ce_type === undefined || 'ioc_sealed' in headers || !String(value).startsWith('{'),
            text: String(value),
          })
    })
  return found
}

test('a vendor logs in, sends in its envelope and is answered in its habit; Kafka has it then', async () => {
  expect(await post('/v1/one-stop/login', { username: NAME, password: 'wrong' })).toMatchObject({
    status: 200,
    error_code: '100',
  })
  expect(await post('/v1/one-stop/login', { username: 'dossier-push', password: key })).toMatchObject({
    error_code: '100',
  })
  const session = await login()
  expect(await send(session, [inWork, returned])).toMatchObject({
    status: 200,
    error_code: '0',
    message: 'thành công',
    accepted: 2,
  })
  expect((await inLog()).length).toBe(2)
  // The same as an update: the same event again, which changes nothing.
  expect(await send(session, inWork, { isUpdating: 'True' })).toMatchObject({ error_code: '0', accepted: 1 })
  expect(new Set((await inLog()).map(({ id }) => id)).size).toBe(2)
})

test('what is wrong of a call is set aside and named, the rest is taken; a step of the work changes nothing', async () => {
  const session = await login()
  const before = (await inLog()).length
  const answer = await send(session, sample)
  expect(answer).toMatchObject({ status: 200, error_code: '500', accepted: 6 })
  expect(answer.rejected!.map(({ index }) => index)).toEqual([5, 6, 7, 8, 9, 10, 12])
  expect((await inLog()).length).toBe(before + 13)
  expect(await send(session, [step], { service: 'CapNhatTienDoHoSoMC' })).toMatchObject({
    error_code: '0',
    accepted: 0,
    skipped: 1,
  })
  const open = (await inLog())
    .filter(({ sealed }) => !sealed)
    .map(({ text }) => text)
    .join('\n')
  expect(open).not.toMatch(/MẪU|000000000000|example\.invalid|Nội dung/)
})

test.each([
  { what: 'a session nobody began', change: { session: 'x' }, code: '100' },
  { what: 'no session', change: { session: undefined }, code: '500' },
  { what: 'no unit code', change: { madonvi: '' }, code: '106' },
  { what: 'a service that is not there', change: { service: 'TraCuuHoSo' }, code: '500' },
  { what: 'records that are none', change: { data: 'x' }, code: '500' },
])(
  '$what is answered with $code, and nothing is kept',
  async ({ change, code }) => {
    const before = (await inLog()).length
    expect(await send(await login(), [inWork], change)).toMatchObject({ status: 200, error_code: code })
    expect((await inLog()).length).toBe(before)
  },
  60_000,
)

test('another vendor’s habit is taken too: outer names in capitals, the records as text, a single one, days with slashes', async () => {
  const answered = await post('/v1/one-stop/login', { UserName: NAME, PassWord: key })
  expect(answered).toMatchObject({ error_code: '0' })
  const theirs = Object.fromEntries(
    Object.entries({ ...inWork, MaHoSo: '000.00.00.H36-240620-0044', NgayTra: '', NgayTuChoi: null }).map(
      ([name, value]) => [
        name.toUpperCase(),
        typeof value === 'string'
          ? value.replace(/^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/, '$3/$2/$1 $4:$5:$6')
          : value,
      ],
    ),
  )
  const sent = {
    SESSION: answered.session,
    MaDonVi: 36,
    Service: 'dongbohosomc',
    Data: JSON.stringify(theirs),
  }
  expect(await post('/v1/one-stop', sent)).toMatchObject({ status: 200, error_code: '0', accepted: 1 })
  expect((await inLog()).some(({ text }) => text.includes('H36-240620-0044'))).toBe(true)
})

test('what vendors are told to send is taken as it is told', async () => {
  const told = readFileSync(join(import.meta.dirname, '../../docs/one-stop-push.md'), 'utf8')
  const [login, call, progress] = [...told.matchAll(/--data '(\{[\s\S]*?\})'/g)].map(([, json]) => json!)
  const { session } = await post('/v1/one-stop/login', login!.replace('<the key>', key))
  expect(await post('/v1/one-stop', call!.replace('…', session!))).toMatchObject({
    ...{ status: 200, error_code: '0', accepted: 1, rejected: [] },
  })
  const said = progress!.replaceAll('2026-11-27', '2024-06-30').replaceAll('2026-07-01', '2024-01-01')
  const answer = await sayProgress(said)
  expect(answer.status).toBe(200)
  expect(await answer.json()).toMatchObject({ source: NAME, contract: 'dossier.v1', units: ['24769'] })
})

test('a body that is no JSON is answered too', async () => {
  expect(await post('/v1/one-stop', '{"session":')).toMatchObject({ status: 200, error_code: '500' })
})

test('a held source is asked to come back later; a revoked key ends its sessions at once', async () => {
  const session = await login()
  const at = { portBase: producer.portBase, dataDir }
  await sourceCommand(at, broker.brokers, 'hold', NAME, '--contract', 'dossier.v1', '--why', 'thử')
  await until('it is held', async () => (await send(session, inWork)).status === 503, 30_000)
  const held = await send(session, inWork)
  expect(held).toMatchObject({ status: 503, error_code: '503' })
  expect(Number(held.retryAfter)).toBeGreaterThan(0)
  const word = await sayProgress('{"completeUpTo":"2024-06-30T10:00:00+07:00","completeFrom":null}')
  expect([word.status, Number(word.headers.get('retry-after')) > 0]).toEqual([503, true])
  await sourceCommand(at, broker.brokers, 'release', NAME, '--contract', 'dossier.v1', '--why', 'thử')
  await until('it flows', async () => (await send(session, inWork)).error_code === '0', 30_000)
  revokePushKeys({ dataDir, nowMs: Date.now(), by: 'test' }, { source: NAME })
  expect(await send(session, inWork)).toMatchObject({ status: 200, error_code: '100' })
})
