import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writePlaced } from '@ioc/connectors/place.ts'
import { dossier } from '@ioc/schemas'
import { publishControl } from '@ioc/source/control-log.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '../browser/until.ts'
import { dossierEvent } from '../end-to-end/dossiers.ts'
import { type OtherSide, openOtherSide } from './connectors.server.ts'
import { openRiver, type River } from './dead-letters.river.ts'

const ROOT = join(import.meta.dirname, '../..')
const NAME = 'one-stop-portal'
const SAMPLE = join(ROOT, 'services/dossier-producer/sources/one-stop-portal/sample.ndjson')
const good = JSON.parse(readFileSync(SAMPLE, 'utf8').split('\n')[0]!) as Record<string, unknown>
const JUNE = ['--from', '2024-06-01', '--to', '2024-06-30']

let river: River
let other: OtherSide
beforeAll(async () => {
  river = await openRiver()
  await river.startAggregator()
  other = await openOtherSide()
  writePlaced(river.dataDir, 'dossier-producer', NAME, {
    ...{ on: false, generation: 1 },
    settings: { url: other.url, pageSize: 50 },
  })
})
afterAll(async () => {
  await other?.close()
  await river?.close()
})

const record = (serial: number, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  ...good,
  MaHoSo: `000.00.00.H36-240620-${String(serial).padStart(5, '0')}`,
  NgayCapNhat: `202406201${String(serial % 10)}0000`,
  ...more,
})

const start = (...words: string[]): ChildProcess =>
  spawn(process.execPath, [join(ROOT, 'infra/sources/backfill/main.ts'), ...words, '--json'], {
    env: {
      ...{ IOC_DATA_DIR: river.dataDir, KAFKA_BROKERS: river.brokers, CLICKHOUSE_URL: river.clickhouseUrl },
      IOC_BUSINESS_CLOCK: '2024-07-01T00:00:00+07:00',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })

const textOf = (stream: NodeJS.ReadableStream | null) => {
  let text = ''
  stream?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  return () => text
}

/** Runs it to its end; its result, or what it said. */
const run = async (...words: string[]) => {
  const child = start(...words)
  const [stdout, stderr] = [textOf(child.stdout), textOf(child.stderr)]
  const [code] = (await once(child, 'close')) as [number]
  return {
    code,
    said: stderr(),
    result: stdout() === '' ? null : (JSON.parse(stdout()) as Record<string, unknown>),
  }
}

const ends = async () =>
  (await river.kafka.admin.offsets(dossier.id)).reduce((sum, { high }) => sum + high, 0)
const subjects = async () => {
  const [row] = await river.clickhouse.query<{ n: number }>(
    `SELECT count() AS n FROM dossier FINAL WHERE NOT voided AND dossier_code LIKE '000.00.00.H36-240620-%'`,
  )
  return Number(row!.n)
}

test('a dry run says what would change and sends nothing; the real one does it, and again nothing', async () => {
  other.records = [
    ...Array.from({ length: 120 }, (_, i) => record(i + 1)),
    record(121, { MaTTHC: '1.010708' }),
    record(122, {
      NgayNopHoSo: '20240401080000',
      NgayTiepNhan: '20240401080000',
      NgayHenTra: '',
      NgayCapNhat: '20240401090000',
      MaHoSo: '000.00.00.H36-240401-00122',
    }),
  ]
  const dry = await run(NAME, ...JUNE, '--dry-run')
  expect(dry.result).toMatchObject({
    new: 120,
    newer: 0,
    there: 0,
    rejected: 1,
    finished: true,
    folded: null,
  })
  expect(await ends()).toBe(0)
  const first = await run(NAME, ...JUNE)
  expect(first.result).toMatchObject({ new: 120, there: 0, rejected: 1, finished: true, folded: true })
  expect(await subjects()).toBe(120)
  const after = await ends()
  const second = await run(NAME, ...JUNE)
  expect(second).toMatchObject({
    code: 0,
    result: { new: 0, newer: 0, older: 0, rejected: 0, there: 121, finished: true },
  })
  expect(await ends()).toBe(after)
})

test('what was corrected since is one newer version; what is older than what stands only completes the history', async () => {
  other.records = other.records.map((each, index) =>
    index === 4
      ? {
          ...each,
          TrangThaiHoSo: '10',
          NgayKetThucXuLy: '20240622100000',
          NgayTra: '20240622110000',
          NgayCapNhat: '20240622113000',
        }
      : each,
  )
  const corrected = await run(NAME, ...JUNE)
  expect(corrected.result).toMatchObject({ newer: 1, new: 0, older: 0, there: 120 })
  other.records = other.records.map((each, index) =>
    index === 4 ? { ...each, NgayCapNhat: '20240622112900' } : each,
  )
  expect((await run(NAME, ...JUNE)).result).toMatchObject({ newer: 0, older: 1, there: 120 })
})

test('killed it goes on where it was, and what is in the end is what was to be', async () => {
  other.records = Array.from({ length: 1_000 }, (_, i) => record(2_000 + i))
  const before = await ends()
  const child = start(NAME, ...JUNE, '--rate', '100')
  await until('some are sent', async () => (await ends()) >= before + 200, 60_000)
  child.kill('SIGKILL')
  await once(child, 'close')
  const rest = await run(NAME, ...JUNE)
  expect(rest.result).toMatchObject({ resumed: true, finished: true, folded: true })
  expect(await subjects()).toBe(1_120)
  // Behind the acknowledgement lies at most a page whose checkpoint was not saved.
  expect(await ends()).toBeLessThanOrEqual(before + 1_000 + 50)
  expect((await run(NAME, ...JUNE)).result).toMatchObject({ new: 0, newer: 0, older: 0, there: 1_000 })
})

test('it stands aside while live events wait to be folded', async () => {
  await river.stopAggregator()
  const live = Array.from({ length: 2_500 }, (_, i) => {
    const event = dossierEvent(String(80_000 + i))
    return {
      key: `live/${i}`,
      value: JSON.stringify(event.data),
      headers: { ce_specversion: '1.0', ce_id: event.id, ce_source: 'live', ce_type: event.type },
    }
  })
  await river.publish(dossier.id, live)
  other.records = Array.from({ length: 10 }, (_, i) => record(5_000 + i))
  const before = await ends()
  const child = start(NAME, ...JUNE)
  const [stdout, said] = [textOf(child.stdout), textOf(child.stderr)]
  const closed = once(child, 'close')
  await until(
    'it says so',
    () => said().includes('standing aside for live events (2,500 not folded yet)'),
    60_000,
  )
  expect(await ends()).toBe(before)
  await river.startAggregator()
  await closed
  expect(JSON.parse(stdout())).toMatchObject({ new: 10, finished: true, folded: true })
})

/** Ends by itself; what it said, and with which code. */
const endOf = async (child: ChildProcess) => {
  const said = textOf(child.stderr)
  const [code] = (await once(child, 'close')) as [number]
  return { code, said: said() }
}

test('told to end it ends in words, and goes on there', async () => {
  other.records = Array.from({ length: 400 }, (_, i) => record(6_000 + i))
  const before = await ends()
  const child = start(NAME, ...JUNE, '--rate', '20')
  const ended = endOf(child)
  await until('some are sent', async () => (await ends()) > before, 60_000)
  child.kill('SIGTERM')
  const { code, said } = await ended
  expect([code, said]).toEqual([75, expect.stringContaining('stopped before the end: run it again')])
  expect(said).not.toMatch(/\n\s+at |Error/)
  expect((await run(NAME, ...JUNE)).result).toMatchObject({ finished: true, folded: true })
})

test('held it ends in words, and goes on there once it is released', async () => {
  other.records = Array.from({ length: 400 }, (_, i) => record(7_000 + i))
  const before = await ends()
  const ended = endOf(start(NAME, ...JUNE, '--rate', '20'))
  await until('some are sent', async () => (await ends()) > before, 60_000)
  const word = { source: NAME, contract: dossier.id, by: 'lan', why: 'wrong units', lastReason: null }
  const decide = (state: 'held' | 'released') =>
    publishControl(river.kafka, { ...word, counts: null, state, at: new Date().toISOString() })
  await decide('held')
  const { code, said } = await ended
  expect(code).toBe(75)
  expect(said).toMatch(/one-stop-portal is held since .* by lan \(wrong units\).*run it again/)
  const sent = await ends()
  expect(sent).toBeLessThan(before + 400)
  expect(await run(NAME, ...JUNE)).toMatchObject({ code: 75, result: { finished: false } })
  expect(await ends()).toBe(sent)
  await decide('released')
  expect((await run(NAME, ...JUNE)).result).toMatchObject({ resumed: true, finished: true, folded: true })
})

test('a source that is code alone is read again too, and only what is of the days', async () => {
  const { result } = await run(
    'first-half-2024',
    '--producer',
    'hotline-producer',
    '--from',
    '2024-03-04',
    '--to',
    '2024-03-05',
    '--dry-run',
  )
  expect(result).toMatchObject({ finished: true, there: 0 })
  expect(result!.new as number).toBeGreaterThan(0)
  expect(result!.otherDays as number).toBeGreaterThan(result!.new as number)
})

test.each([
  { words: ['nobody', ...JUNE], code: 1, says: /no connected source nobody; known: / },
  { words: ['first-half-2024', ...JUNE], code: 1, says: /add --producer dossier-producer or / },
  { words: [NAME, '--from', '2024-02-31', '--to', '2024-03-01'], code: 78, says: /expect days/ },
  { words: [NAME, '--from', '2024-07-01', '--to', '2024-06-01'], code: 78, says: /lies after/ },
  { words: [NAME, ...JUNE, '--rate', 'fast'], code: 78, says: /--rate expects/ },
])(
  '$words is refused in words',
  async ({ words, code, says }) => {
    const refused = await run(...words)
    expect(refused.code).toBe(code)
    expect(refused.said).toMatch(says)
  },
  60_000,
)

test('an other side that is away is said, and nothing is lost by it', async () => {
  other.habit = 'busy'
  const away = await run(NAME, ...JUNE)
  expect(away.code).toBe(1)
  expect(away.said).toMatch(/cannot be read: .* answers 503/)
  other.habit = 'good'
  expect((await run(NAME, ...JUNE)).code).toBe(0)
})
