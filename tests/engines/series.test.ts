import {
  type DatePeriod,
  type IndicatorValue,
  openIndicators,
  periodAround,
  progressAsOf,
  seriesFor,
  spokenOf,
  type Tree,
  valuesFor,
} from '@ioc/indicators'
import { eventContracts } from '@ioc/schemas'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRiver, type River } from '../counting/river.ts'
import { streamOf } from '../counting/streams/index.ts'
import { freePort } from '../ports.ts'
import { progressOf } from './indicators-api.centre.ts'

/** A series is nothing else than the values of its periods, each asked for alone. */
let river: River
beforeAll(async () => {
  river = await openRiver(await freePort())
  await river.tell(streamOf(3))
  await river.tell(eventContracts.map(({ id }) => progressOf(id, '2024-09-15T10:00:00+07:00')))
})
afterAll(() => river?.close())

/** Months of a year, a day, a quarter to date, and one that runs: no two of them need be of one kind or hold one another. */
const NOW = Date.parse('2024-09-12T09:30:00+07:00')
const PERIODS: DatePeriod[] = [
  ...Array.from({ length: 8 }, (_, month) => periodAround('month', `2024-0${month + 1}-01`)),
  periodAround('day', '2024-05-02'),
  { ...periodAround('quarter', '2024-08-15'), to: '2024-08-15' },
  { ...periodAround('month', '2024-09-12'), to: '2024-09-12' },
  periodAround('month', '2024-12-01'),
]

const shown = ({ indicator, scope, period, ...rest }: IndicatorValue) => ({
  ...{ indicator: indicator.id, scope: scope.key, period: `${period.kind} ${period.from} ${period.to}` },
  ...rest,
})

test.each([
  ['68', { kind: 'then' }, null],
  ['682', { kind: 'then' }, NOW],
  ['682', { kind: 'of', day: '2024-12-02' }, NOW],
  ['24769', { kind: 'of', day: '2024-12-02' }, null],
  ['68/commune', { kind: 'then' }, NOW],
] as [string, Tree, number | null][])(
  'the series of %s in the tree %o is made of the values of its periods',
  async (scope, tree, nowMs) => {
    const { clickhouse, catalogues } = river
    const watermark = nowMs === null ? river.watermark() : null
    const indicators = openIndicators(catalogues)
    const spoken = spokenOf(await progressAsOf(clickhouse, watermark))
    // A scope is the unit that bears its code on the date: 682 is another one from December on.
    const periods = tree.kind === 'then' ? PERIODS.slice(0, -1) : PERIODS
    const date = periods.at(-1)!.to
    const asked = { indicators, tree, watermark, nowMs, spoken, date }
    const series = (await seriesFor(clickhouse, catalogues, { ...asked, scope, periods })).map(shown)
    let compared = 0
    for (const period of periods) {
      const alone = await valuesFor(clickhouse, catalogues, {
        ...{ ...asked, date: period.to, periods: [period], scopes: [scope] },
      })
      for (const value of alone.map(shown)) {
        if (value.period !== `${period.kind} ${period.from} ${period.to}`) continue // a survey, or what was told once
        const same = series.find((each) => each.indicator === value.indicator && each.period === value.period)
        expect(same, `${value.indicator} in ${value.period}`).toEqual(value)
        compared += 1
      }
    }
    expect(compared).toBeGreaterThan(40 * periods.length)
    // What is told now and then comes for every period it was told of.
    const newest = await valuesFor(clickhouse, catalogues, {
      ...{ ...asked, periods: [periods.at(-1)!], scopes: [scope] },
    })
    for (const value of newest.map(shown).filter(({ period }) => period.startsWith('stated')))
      expect(series).toContainEqual(value)
  },
  120_000,
)
