import { type AsOf, groups, numbersOf, openAsOf, openIndicators, type Watermark } from '@ioc/indicators'
import { eventContracts } from '@ioc/schemas'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openRiver, type River } from '../counting/river.ts'
import { streamOf } from '../counting/streams/index.ts'
import { freePort } from '../ports.ts'
import { progressOf } from './indicators-api.centre.ts'

/** Dates that are counted together must say what each of them says alone: to the digit, for every group, unit and period. */
let river: River
beforeAll(async () => {
  river = await openRiver(await freePort())
})
afterAll(() => river?.close())
beforeEach(() => river.forget({ ledger: true }))

const LEVELS = ['province', 'department', 'district', 'commune']

const numbersOn = (id: string, date: string, watermark: Watermark, asOf?: AsOf) =>
  numbersOf(
    { date, cut: { watermark: [...watermark], levels: LEVELS, withheldUpTo: 4 } },
    groups.find((group) => group.id === id)!,
    openIndicators(river.catalogues),
    river.catalogues,
    river.clickhouse,
    asOf,
  )

/** So many dates in a row, or every so many days. */
const datesFrom = (first: string, count: number, everyDays = 1) =>
  Array.from({ length: count }, (_, n) =>
    new Date(Date.parse(`${first}T00:00:00Z`) + n * everyDays * 86_400_000).toISOString().slice(0, 10),
  )

test.each([
  { seed: 11, what: 'days in a row, over the end of a half-year', dates: datesFrom('2024-06-28', 5) },
  { seed: 12, what: 'days apart, over the end of a year', dates: datesFrom('2023-12-01', 5, 17) },
  { seed: 13, what: 'over the day units were merged', dates: datesFrom('2024-11-29', 4) },
])(
  '$what',
  async ({ seed, dates }) => {
    await river.tell(eventContracts.map(({ id }) => progressOf(id, '2024-09-20T10:00:00+07:00')))
    await river.tell(streamOf(seed))
    const watermark = river.watermark()
    const indicators = openIndicators(river.catalogues)
    const asOf = openAsOf({ ...river, indicators }, watermark, dates)
    for (const date of dates)
      for (const { id } of groups) {
        const alone = await numbersOn(id, date, watermark)
        expect(await numbersOn(id, date, watermark, asOf), `${id} ${date}`).toEqual(alone)
        if (id === 'dossier')
          expect(alone.values.filter(({ state }) => state === 'reported').length).toBeGreaterThan(0)
      }
  },
  240_000,
)
