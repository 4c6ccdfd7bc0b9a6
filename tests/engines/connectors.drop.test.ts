import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { PORT_OFFSETS } from '@ioc/config'
import type { ResidentStatus } from '@ioc/connectors/residents.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '../browser/until.ts'
import { freePair } from '../ports.ts'
import { type ProducerProcess, producerProcess, sourceCommand } from './breaker.producer.ts'
import { openRiver, type River } from './dead-letters.river.ts'

const NAME = 'department-figures'
const WITHIN_MS = 90_000
const HEAD =
  'Chỉ tiêu;Mã đơn vị;Từ ngày;Đến ngày;Thực hiện;Kế hoạch;Đơn vị tính;Ước thực hiện;Số văn bản;Ngày văn bản;Thu hồi;Ghi chú\n'

let river: River
let producer: ProducerProcess
let folder: string
beforeAll(async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'ioc-drop-'))
  folder = join(dataDir, 'dropped')
  mkdirSync(folder)
  river = await openRiver()
  await river.startAggregator()
  producer = producerProcess(
    {
      ...{ dataDir, service: 'figure-producer', brokers: river.brokers },
      settings: { IOC_BUSINESS_CLOCK: '2024-07-01T00:00:00+07:00' },
    },
    (await freePair()) - PORT_OFFSETS['figure-producer'],
  )
  await producer.start()
  await until('it is ready', async () => (await producer.get('/health/ready')).ok, WITHIN_MS)
  const ran = await sourceCommand(
    producer,
    river.brokers,
    ...['run', NAME, '--set', `folder=${folder}`, '--set', 'settleMs=4000', '--every', '0.2', '--no-wait'],
  )
  expect(ran.code).toBe(0)
})
afterAll(async () => {
  await producer?.kill()
  await river?.close()
  if (producer) rmSync(producer.dataDir, { recursive: true, force: true })
})

const figure = (n: number, done = '1.000,5') =>
  `Giải ngân vốn đầu tư công;68;1/1/2024;30/6/2024;${done};8.718,3;tỷ;Không;${n}/BC-TEST;20/6/2024;;\n`
const figures = (from: number, to: number, change: Record<number, string> = {}) =>
  Array.from({ length: to - from }, (_, i) => figure(from + i, change[from + i])).join('')
const path = (name: string) => join(folder, name)

/** What ClickHouse holds of the source: rows of the log, versions told apart, figures, and the sum of the newest. */
type Held = { rows: number; versions: number; subjects: number; sum: number }
const held = async (): Promise<Held> => {
  const [row] = await river.clickhouse.query<Held>(
    `SELECT toUInt32(count()) AS rows, toUInt32(uniqExact(subject, recorded_at, content_hash)) AS versions,
            toUInt32(uniqExact(subject)) AS subjects,
            (SELECT toFloat64(sum(numerator)) FROM reported_figure FINAL
             WHERE issuing_system = 'department-figures.lamdong.gov.vn') AS sum
     FROM reported_figure_version FINAL WHERE event_source = {source:String}`,
    { source: NAME },
  )
  return row!
}
/** The current state is a moment behind the versions: both are waited for. */
const untilSubjects = (subjects: number) =>
  until(
    `${subjects} figures are there`,
    async () => {
      const [row] = await river.clickhouse.query<{ current: number }>(
        "SELECT toUInt32(count()) AS current FROM reported_figure FINAL WHERE issuing_system = 'department-figures.lamdong.gov.vn'",
      )
      return (await held()).subjects >= subjects && row!.current >= subjects
    },
    WITHIN_MS,
  )
/** Records in the log, also those nobody has folded yet. */
const sentSoFar = async () =>
  (await river.kafka.admin.offsets('reported-figure.v1')).reduce((sum, { high }) => sum + high, 0)

const status = async (): Promise<ResidentStatus> => {
  const { sources } = (await (await producer.get('/v1/sources')).json()) as { sources: ResidentStatus[] }
  return sources.find(({ name }) => name === NAME)!
}

test('a half-written file is waited for; finished, each row is there once, and a broken one is a reject', async () => {
  writeFileSync(path('thang-6.csv'), HEAD)
  // Half a row now, half a row then: at no time it stands still, and seldom it ends with a row.
  let halves = 0
  const half = () => {
    const row = figure(100 + Math.floor(halves / 2))
    appendFileSync(path('thang-6.csv'), halves++ % 2 === 0 ? row.slice(0, 40) : row.slice(40))
  }
  const writing = setInterval(half, 100)
  try {
    writeFileSync(path('khac.csv'), HEAD + figure(1))
    await untilSubjects(1)
    expect(await held()).toEqual({ rows: 1, versions: 1, subjects: 1, sum: 1000.5 })
  } finally {
    clearInterval(writing)
  }
  if (halves % 2 === 1) half()
  appendFileSync(path('thang-6.csv'), 'chỉ;hai cột\n')
  const rows = halves / 2 + 1
  await untilSubjects(rows)
  await until('the broken one is a reject', async () => (await status()).rejected === 1, WITHIN_MS)
  expect(await held()).toEqual({ rows, versions: rows, subjects: rows, sum: rows * 1000.5 })
  expect(await status()).toMatchObject({ emitted: rows + 1, rejected: 1, error: null })
})

test('of a changed row there is one more version, and of the others none', async () => {
  const before = await held()
  writeFileSync(path('khac.csv'), HEAD + figure(1, '2.000,5') + figure(2))
  // The two rows lie in two partitions, and the current state a moment behind the versions: all of it is waited for.
  const sum = before.sum + 1000 + 1000.5
  await until('both count', async () => (await held()).sum === sum, WITHIN_MS)
  expect(await held()).toEqual({
    ...{ rows: before.rows + 2, versions: before.versions + 2, subjects: before.subjects + 1 },
    sum,
  })
  // The same bytes under another name are nothing new; what comes after them shows that they were looked at.
  const after = await held()
  writeFileSync(path('ban-sao.csv'), HEAD + figure(1, '2.000,5') + figure(2))
  writeFileSync(path('sau.csv'), HEAD + figure(3))
  await untilSubjects(after.subjects + 1)
  expect((await held()).rows).toBe(after.rows + 1)
})

test('a backfill reads all files again and finds everything there, also of a file that changed', async () => {
  const before = await held()
  const child = spawn(
    process.execPath,
    [
      join(import.meta.dirname, '../../infra/sources/backfill/main.ts'),
      ...[NAME, '--from', '2024-01-01', '--to', '2024-06-30', '--json'],
    ],
    {
      env: {
        ...{ IOC_DATA_DIR: producer.dataDir, KAFKA_BROKERS: river.brokers },
        ...{ CLICKHOUSE_URL: river.clickhouseUrl, IOC_BUSINESS_CLOCK: '2024-07-01T00:00:00+07:00' },
      },
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  )
  const told = text(child.stdout)
  await once(child, 'close')
  expect(JSON.parse((await told).trim().split('\n').at(-1)!)).toMatchObject({
    ...{ new: 0, newer: 0, rejected: 0, finished: true },
  })
  expect(await held()).toEqual(before)
})

test('killed in the middle of a file it goes on there: everything is there, and counts once', async () => {
  const before = await held()
  const sentBefore = await sentSoFar()
  const rows = 20_000
  writeFileSync(path('lon.csv.part'), HEAD + figures(10_000, 10_000 + rows))
  renameSync(path('lon.csv.part'), path('lon.csv'))
  await untilSubjects(before.subjects + 3_000)
  await producer.kill()
  const sent = (await sentSoFar()) - sentBefore
  const killedAt = await held()
  expect(killedAt.subjects).toBeLessThan(before.subjects + rows)
  await producer.start()
  await untilSubjects(before.subjects + rows)
  const after = await held()
  expect(after).toMatchObject({ versions: before.versions + rows, subjects: before.subjects + rows })
  expect(after.sum).toBeCloseTo(before.sum + rows * 1000.5, 3)
  // It did not begin anew: of what was sent only that which was in flight, or not yet counted as sent, is there twice.
  expect(after.rows - before.rows).toBeLessThan(rows + sent)
})
