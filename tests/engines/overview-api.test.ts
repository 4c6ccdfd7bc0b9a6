import { eventContracts } from '@ioc/schemas'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Source } from '../../services/operations-centre/sources/sources.ts'
import { openRiver, type River } from '../counting/river.ts'
import { streamOf } from '../counting/streams/index.ts'
import type { Told } from '../counting/told.ts'
import { freePort } from '../ports.ts'
import { progressOf, serveIndicators } from './indicators-api.centre.ts'

/** What the screens ask: overview, series and scopes say the same numbers as the one question about indicators. */
const NOW = '2024-07-20T09:30:00+07:00'
let river: River
let centre: Awaited<ReturnType<typeof serveIndicators>>

const source = (name: string, contract: string, change: Partial<Source>): Source => ({
  ...{ source: name, contract, freshness: 'fresh', lastArrivalAt: '2024-07-20T09:29:00+07:00' },
  ...{
    lastEventAt: null,
    rhythmSeconds: 60,
    streams: null,
    completeFrom: null,
    completeUpTo: null,
    emitted: null,
  },
  ...{ rejected: null, producer: null, fault: null, notice: null, ledger: null },
  ...{ simulated: true, identityConflicts: null, window: null, control: null, rejects: null, ...change },
})
const SOURCES = [
  source('one-stop', 'dossier.v1', {}),
  source('one-stop-old', 'dossier.v1', { freshness: 'stale', lastArrivalAt: '2024-07-19T09:29:00+07:00' }),
  source('dossier-push', 'dossier.v1', { freshness: 'unknown', lastArrivalAt: null }),
]

beforeAll(async () => {
  river = await openRiver(await freePort())
  await river.tell(streamOf(5))
  await river.tell(eventContracts.map(({ id }) => progressOf(id, '2024-07-20T09:00:00+07:00')))
  centre = await serveIndicators(river, NOW, SOURCES)
})
afterAll(async () => {
  await centre?.close()
  await river?.close()
})

const ask = async (path: string) => {
  const answer = await fetch(`${centre.url}${path}`)
  return { status: answer.status, body: await answer.json() }
}

let serial = 1000
const receivedAt = (instant: string): Told => ({
  topic: 'dossier.v1',
  extra: null,
  data: {
    ...{ issuingSystem: 'test.lamdong.gov.vn', recordedAt: instant, sequence: 0, voided: false },
    ...{ dossierCode: `H36.12-240719-${serial++}`, unitCode: '24769', channel: 'online' },
    procedureCode: river.catalogues.procedures.find((procedure) => procedure.level === 'commune')!.code,
    ...{ applicantKind: 'citizen', status: 'received', receivedAt: instant, dueAt: '2024-08-20' },
    finishedAt: null,
  },
})

test('a tile has the value of its period, the one before to the same day, and their difference', async () => {
  const { body } = await ask('/v1/overview?scope=68&date=2024-07-15&period=month')
  expect(body.period).toEqual({ kind: 'month', from: '2024-07-01', to: '2024-07-15', closed: false })
  expect(body.before).toEqual({ kind: 'month', from: '2024-06-01', to: '2024-06-15', closed: false })
  expect(body.groups.map(({ id }: { id: string }) => id)).toEqual([
    'dossier',
    'feedback',
    'satisfaction',
    'steering',
  ])
  expect(body.isOld).toBe(false)
  const tiles = body.groups.flatMap(({ tiles }: { tiles: object[] }) => tiles)
  const received = tiles.find(
    ({ indicator }: { indicator: { id: string } }) => indicator.id === 'dossier.received',
  )
  const now = (await ask('/v1/indicators?scope=68&indicator=dossier.received&date=2024-07-15&period=month'))
    .body.values[0]
  const before = (
    await ask('/v1/indicators?scope=68&indicator=dossier.received&date=2024-06-15&period=month')
  ).body.values[0]
  expect(Number(now.value)).toBeGreaterThan(0)
  expect([received.value.value, received.value.numerator, received.value.trace]).toEqual([
    now.value,
    now.numerator,
    now.trace,
  ])
  expect(received.before.value).toBe(before.value)
  expect(Number(received.change.difference)).toBe(Number(now.value) - Number(before.value))
  expect(received.trend).toHaveLength(12)
  expect(received.trend.at(-1).period).toEqual(body.period)
  // No fresher than the stalest that was ever heard; a door nobody used does not count.
  expect([received.freshness, received.source, received.lastArrivalAt]).toEqual([
    'stale',
    'one-stop-old',
    '2024-07-19T09:29:00+07:00',
  ])
  expect(
    tiles.find(({ indicator }: { indicator: { id: string } }) => indicator.id === 'feedback.received')
      .freshness,
  ).toBe('unknown')
})

test('a day that still runs is compared with the day before as far as the same time of it', async () => {
  // Not with the whole of it: at half past nine less has come than a whole day brings.
  await river.tell(
    [8, 9, 10, 14].map((hour) => receivedAt(`2024-07-19T${String(hour).padStart(2, '0')}:15:00+07:00`)),
  )
  const { body } = await ask('/v1/overview?scope=24769&period=day')
  expect([body.date, body.before.to, body.beforeUntil]).toEqual([
    '2024-07-20',
    '2024-07-19',
    '2024-07-19T09:30:00.000+07:00',
  ])
  const whole = (
    await ask('/v1/indicators?scope=24769&indicator=dossier.received&date=2024-07-19&period=day')
  ).body.values[0]
  const [received] = body.groups
    .flatMap(({ tiles }: { tiles: object[] }) => tiles)
    .filter(({ indicator }: { indicator: { id: string } }) => indicator.id === 'dossier.received')
  expect(Number(whole.value) - Number(received.before.value)).toBe(2)
  expect(Number(received.change.difference)).toBe(
    Number(received.value.value) - Number(received.before.value),
  )
  expect((await ask('/v1/overview?scope=24769&period=day&date=2024-07-19')).body.beforeUntil).toBeNull()
})

test('each point of a series has a trace that gives it', async () => {
  const { body } = await ask(
    '/v1/indicators/dossier.on-time/series?scope=676&date=2024-07-15&period=month&points=7',
  )
  expect(body.points.map(({ period }: { period: { from: string } }) => period.from)).toEqual(
    [1, 2, 3, 4, 5, 6, 7].map((month) => `2024-0${month}-01`),
  )
  for (const point of body.points) {
    const traced = (await ask(point.trace)).body
    expect([traced.period, traced.numerator, traced.denominator]).toEqual([
      point.period,
      point.numerator,
      point.denominator,
    ])
  }
})

test('sixteen centres, each with a scope that can be asked; on a day before a merger, the units of that day', async () => {
  const { body } = await ask('/v1/scopes?date=2024-12-02')
  expect(Object.fromEntries(Map.groupBy(body.iocs, ({ level }: { level: string }) => level))).toMatchObject({
    province: { length: 1 },
    department: { length: 5 },
    district: { length: 10 },
  })
  const districts = (units: { level: string }[]) => units.filter(({ level }) => level === 'district').length
  expect(districts(body.units)).toBe(10)
  expect(districts((await ask('/v1/scopes')).body.units)).toBe(12)
  for (const { scope } of body.iocs)
    expect((await ask(`/v1/overview?scope=${scope}&date=2024-12-02`)).status).toBe(200)
})

test.each([
  ['/v1/overview?scope=999', 400, /999 is no unit/],
  ['/v1/overview?scope=68,676', 400, /one scope/],
  ['/v1/overview?period=week', 400, /expects one of day, month/],
  ['/v1/overview?date=2024-02-30', 400, /no day of the calendar/],
  ['/v1/indicators/dossier.on-tim/series', 404, /did you mean dossier.on-time/],
  ['/v1/indicators/dossier.on-time/series?points=1000', 400, /at most 400/],
  ['/v1/scopes?date=yesterday', 400, /no day of the calendar/],
])('%s is refused, and says why', async (path, status, detail) => {
  const answer = await ask(path)
  expect([answer.status, answer.body.status]).toEqual([status, status])
  expect(answer.body.detail).toMatch(detail)
})
