import { groups, numbersOf, openIndicators, touchedDays, type Watermark } from '@ioc/indicators'
import { eventContracts } from '@ioc/schemas'
import { changedCells } from '@ioc/snapshot'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openRiver, type River } from '../counting/river.ts'
import { streamOf } from '../counting/streams/index.ts'
import type { Told } from '../counting/told.ts'
import { freePort } from '../ports.ts'
import { progressOf } from './indicators-api.centre.ts'

/** Days that are not counted again, because nothing touched them, must be the days whose numbers stayed as they were. */
const DAYS = [
  '2024-01-15',
  '2024-02-20',
  '2024-03-31',
  '2024-05-02',
  '2024-06-30',
  '2024-09-10',
  '2024-12-31',
]
const LEVELS = ['province', 'department', 'district', 'commune']

let river: River
beforeAll(async () => {
  river = await openRiver(await freePort())
})
afterAll(() => river?.close())
beforeEach(() => river.forget({ ledger: true }))

const spoken = (until = '2027-01-01T00:00:00+07:00') =>
  river.tell(eventContracts.map(({ id }) => progressOf(id, until)))

const groupOf = (id: string) => {
  const group = groups.find((each) => each.id === id)!
  const indicators = openIndicators(river.catalogues)
  return { group, indicators, mine: indicators.filter((indicator) => group.indicators(indicator.id)) }
}

const valuesOn = async (id: string, date: string, watermark: Watermark) => {
  const { group, indicators } = groupOf(id)
  const cut = { watermark: [...watermark], levels: LEVELS, withheldUpTo: 4 }
  return (await numbersOf({ date, cut }, group, indicators, river.catalogues, river.clickhouse)).values
}

const touched = (id: string, before: Watermark, after: Watermark, days = DAYS) =>
  touchedDays(river.clickhouse, river.catalogues, groupOf(id).mine, { before, after }, days)

test('every day whose numbers change is touched', async () => {
  const stream = streamOf(3)
  await spoken()
  await river.tell(stream.slice(0, -30))
  const valuesNow = async () => {
    const watermark = river.watermark()
    const days = new Map<string, Awaited<ReturnType<typeof valuesOn>>>()
    for (const { id } of groups)
      for (const day of DAYS) days.set(`${id} ${day}`, await valuesOn(id, day, watermark))
    return { watermark, days }
  }
  let before = await valuesNow()
  let spared = 0
  // One event, then the rest at once: few subjects touch few days.
  for (const events of [stream.slice(-30, -29), stream.slice(-29)]) {
    await river.tell(events)
    const after = await valuesNow()
    for (const { id } of groups) {
      const named = await touched(id, before.watermark, after.watermark)
      const changed = DAYS.filter(
        (day) => changedCells(before.days.get(`${id} ${day}`)!, after.days.get(`${id} ${day}`)!).length > 0,
      )
      expect(
        changed.filter((day) => !named.includes(day)),
        `${id} after ${events.length} events`,
      ).toEqual([])
      spared += DAYS.length - named.length
    }
    before = after
  }
  expect(spared).toBeGreaterThan(DAYS.length)
})

const [received] = streamOf(3).filter(
  ({ topic, data }) => topic === 'dossier.v1' && data?.receivedAt && !data.voided,
)
const dossier = (change: Record<string, unknown>): Told => ({
  topic: 'dossier.v1',
  extra: null,
  data: {
    ...received!.data!,
    dossierCode: '000.00.00.H36-240301-9001',
    unitCode: '24769',
    submittedAt: '2024-03-01T08:00:00+07:00',
    receivedAt: '2024-03-01T08:30:00+07:00',
    dueAt: '2024-03-20T17:00:00+07:00',
    finishedAt: null,
    returnedAt: null,
    refusedAt: null,
    extensions: [],
    supplements: [],
    status: 'in-process',
    voided: false,
    recordedAt: '2024-03-01T09:00:00+07:00',
    sequence: 1,
    ...change,
  },
})

test('what goes on after a day does not touch it; what is corrected before it does', async () => {
  await spoken()
  await river.tell([dossier({})])
  const first = river.watermark()
  // It goes its way: finished in May touches no day of before May.
  await river.tell([
    dossier({
      recordedAt: '2024-05-02T11:00:00+07:00',
      sequence: 2,
      status: 'finished',
      finishedAt: '2024-05-02T10:00:00+07:00',
    }),
  ])
  const second = river.watermark()
  expect(await touched('dossier', first, second)).toEqual(DAYS.filter((day) => day >= '2024-05-02'))
  expect(await touched('feedback', first, second)).toEqual([])
  // The same again, and an older version: nothing.
  await river.tell([dossier({})])
  const third = river.watermark()
  expect(await touched('dossier', second, third)).toEqual([])
  // Found out in June: it was received by another unit.
  await river.tell([dossier({ unitCode: '24772', recordedAt: '2024-06-03T11:00:00+07:00', sequence: 3 })])
  const fourth = river.watermark()
  expect(await touched('dossier', third, fourth)).toEqual(DAYS.filter((day) => day >= '2024-03-01'))
  // It never was one.
  await river.tell([dossier({ voided: true, recordedAt: '2024-06-04T11:00:00+07:00', sequence: 4 })])
  expect(await touched('dossier', fourth, river.watermark())).toEqual(
    DAYS.filter((day) => day >= '2024-03-01'),
  )
})

test('an answer to a request to supplement touches no day before it', async () => {
  await spoken()
  const supplements = (suppliedAt: string | null) => [
    { requestedAt: '2024-03-10T08:00:00+07:00', suppliedAt },
  ]
  await river.tell([
    dossier({
      recordedAt: '2024-03-10T09:00:00+07:00',
      status: 'supplement-requested',
      supplements: supplements(null),
    }),
  ])
  const waiting = river.watermark()
  const answered = { status: 'in-process', supplements: supplements('2024-05-02T10:00:00+07:00') }
  await river.tell([dossier({ ...answered, recordedAt: '2024-05-02T11:00:00+07:00', sequence: 2 })])
  expect(await touched('dossier', waiting, river.watermark())).toEqual(
    DAYS.filter((day) => day >= '2024-05-02'),
  )
  // Found out in June: it had been answered in March. So it ran at the end of that month; and was late in May, as it is from June on either way.
  const before = river.watermark()
  await river.tell([
    dossier({
      ...answered,
      supplements: supplements('2024-03-20T10:00:00+07:00'),
      recordedAt: '2024-06-03T11:00:00+07:00',
      sequence: 3,
    }),
  ])
  expect(await touched('dossier', before, river.watermark())).toEqual(['2024-03-31', '2024-05-02'])
})

test('a source that had not spoken to the end of a day touches it when it does', async () => {
  await spoken('2024-05-02T10:00:00+07:00')
  const before = river.watermark()
  await spoken('2024-07-01T00:00:00+07:00')
  expect(await touched('dossier', before, river.watermark())).toEqual(
    DAYS.filter((day) => day >= '2024-05-02'),
  )
})

test('a source that says from when it speaks leaves what begins before without a number, as of a cut too', async () => {
  await spoken()
  const before = river.watermark()
  await river.tell(
    eventContracts.map(({ id }) => {
      const { data, ...told } = progressOf(id, '2027-01-01T00:00:00+07:00', {
        completeFrom: '2024-03-01T00:00:00+07:00',
      })
      return { ...told, data: data && { ...data, sequence: 1 } }
    }),
  )
  const after = river.watermark()
  const received = async (watermark: Watermark) =>
    (await valuesOn('dossier', '2024-03-31', watermark))
      .filter(
        ({ indicator, unit, level }) =>
          indicator === 'dossier.received' && unit === '68' && level === 'province',
      )
      .map(({ period, state, value }) => [period.kind, state, value].join(' '))
  const zeroes = ['day', 'month', 'quarter', 'half-year', 'year'].map((kind) => `${kind} reported 0`)
  expect(await received(before)).toEqual(zeroes)
  expect(await received(after)).toEqual([
    ...zeroes.slice(0, 2),
    ...['quarter', 'half-year', 'year'].map((kind) => `${kind} missing `),
  ])
  // What was cut before stays what it was.
  expect(await received(before)).toEqual(zeroes)
  expect(await touched('dossier', before, after)).toEqual(DAYS)
})
