import { type IndicatorValue, isScore, openIndicators, periodsTo, valuesFor } from '@ioc/indicators'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Asked, keyOf, type Numbers, SPOKEN, secondNumbers } from '../counting/compare.ts'
import { countedTwice } from '../counting/count.ts'
import type { Halves } from '../counting/exact.ts'
import { judgedOf, percentTwice, quality } from '../counting/judged.ts'
import { statesOf } from '../counting/newest.ts'
import { openRiver, type River } from '../counting/river.ts'
import { COMPONENTS_766 } from '../counting/scores-766.ts'
import { PAR_COUNTS, scoreParTwice } from '../counting/scores-par.ts'
import { streamOf } from '../counting/streams/index.ts'
import type { Told } from '../counting/told.ts'
import { freePort } from '../ports.ts'
import { reportedFigure } from './scores.cases.ts'

/** Percents and points of a random stream beside a second judging: the product's SQL, judge and scorers against none of them. */
const SEED = 766
const DATE = '2024-06-30'
const YEAR = { from: '2023-01-01', to: '2023-12-31' }
const HALF_YEAR = { from: '2024-01-01', to: DATE }
const MONTH = { from: '2024-06-01', to: DATE }
const question: Asked = { date: DATE, tree: { kind: 'then' }, watermark: null, nowMs: null }

/** Components nobody counts from events, told for some units and periods; a few of them cannot be. */
const TOLD_IDS = COMPONENTS_766.map(
  (code) => `dossier.quality.${code.toLowerCase().replaceAll('_', '-')}`,
).filter((id) => !countedTwice.includes(id))
const halves = fc.record({ numerator: fc.nat({ max: 30 }), denominator: fc.integer({ min: 0, max: 40 }) })
const qualityTold = fc
  .sample(
    fc.tuple(
      fc.constantFrom('68', '672', '682', '24769', 'H36.03'),
      fc.constantFrom(HALF_YEAR, MONTH),
      fc.constantFrom(...TOLD_IDS),
      halves,
    ),
    { numRuns: 120, seed: SEED },
  )
  .map(([unit, period, id, given]) => ({ key: keyOf(id, unit, period), unit, period, id, given }))
/** The newest word on a cell is the last: each is told once. */
const told = [...new Map(qualityTold.map((each) => [each.key, each])).values()]

const parHalves = (code: string) => {
  if (code.startsWith('8.4/'))
    return fc.record({ numerator: fc.integer({ min: 11, max: 30 }), denominator: fc.constant(63) })
  return fc.tuple(fc.nat({ max: 900 }), fc.integer({ min: 1, max: 900 })).map(([a, b]) => ({
    numerator: Math.min(a, b),
    denominator: Math.max(a, b),
  }))
}
const par: Record<string, Halves> = Object.fromEntries(
  PAR_COUNTS.map((code, n) => [code, fc.sample(parHalves(code), { numRuns: 1, seed: SEED + n })[0]!]),
)

const figure = (
  id: string,
  unitCode: string,
  { from, to }: { from: string; to: string },
  { numerator, denominator }: Halves,
) =>
  reportedFigure(id, {
    figureCode: `twice/${id}/${unitCode}/${from}`,
    unitCode,
    periodFrom: from,
    periodTo: to,
    numerator,
    denominator,
  })
const parFigures: Told[] = Object.entries(par).flatMap(([code, given]) => {
  if (code !== '4.1.3') return [figure(`par.${code.replaceAll('/', '.')}`, '68', YEAR, given)]
  // Its counts are units of two years: so many there were in 2015, so many are left.
  const units = (of: number) => ({ numerator: of, denominator: null })
  return [
    figure('par.4.1.3.units', '68', { from: '2015-01-01', to: '2015-12-31' }, units(given.denominator!)),
    figure('par.4.1.3.units', '68', YEAR, units(given.denominator! - given.numerator!)),
  ]
})

let river: River
let values: IndicatorValue[]
let second: Numbers
beforeAll(async () => {
  river = await openRiver(await freePort())
  const stream = [
    ...streamOf(SEED),
    ...told.map(({ id, unit, period, given }) => figure(id, unit, period, given)),
    ...parFigures,
  ]
  await river.tell(stream)
  second = secondNumbers(statesOf(stream), question)
  values = await valuesFor(river.clickhouse, river.catalogues, {
    ...question,
    indicators: openIndicators(river.catalogues).filter(
      (each) => isScore(each) || countedTwice.includes(each.id),
    ),
    periods: periodsTo(DATE),
    scopes: null,
    spoken: SPOKEN,
  })
})
afterAll(() => river?.close())

const SHOWN_MAX = 20
const apart = (
  rows: readonly (readonly [
    key: string,
    product: string | null | undefined,
    second: string | null | undefined,
  ])[],
) => rows.filter(([, a, b]) => a !== b).slice(0, SHOWN_MAX)

test('every percent, and every index of a survey, is what a second judging of a second counting gives', () => {
  const judged = values.filter(
    ({ indicator: { id, kind } }) => kind !== 'count' && kind !== 'quantile' && countedTwice.includes(id),
  )
  expect(judged.filter(({ value }) => value !== null).length).toBeGreaterThan(5_000)
  expect(
    apart(
      judged.map(({ indicator, scope, period, value }) => {
        const key = keyOf(indicator.id, scope.key, period)
        return [key, value, percentTwice(indicator.id, second.get(key)!)]
      }),
    ),
  ).toEqual([])
})

test('every score of Decision 766, of each scope, group and period, is what a second scorer gives', () => {
  const product = judgedOf(values)
  const reports = new Map(told.map(({ key, given }) => [key, given]))
  const totals = values.filter(({ indicator }) => indicator.id === 'dossier.quality.total')
  expect(new Set(totals.map(({ value }) => value)).size).toBeGreaterThan(100)
  expect(
    apart(
      totals.flatMap(({ scope, period }) =>
        [...quality(second, scope.level === null ? reports : new Map(), scope.key, period)].map(
          ([id, points]) =>
            [keyOf(id, scope.key, period), product.get(keyOf(id, scope.key, period)), points] as const,
        ),
      ),
    ),
  ).toEqual([])
})

test('every criterion of the PAR Index is what a second scorer gives, and a domain what its criteria did not lose', () => {
  const product = judgedOf(values)
  const points = scoreParTwice(par)
  const score = (code: string) => product.get(keyOf(`par.${code.replaceAll('/', '.')}.score`, '68', YEAR))
  expect(apart([...points].map(([code, each]) => [code, score(code) ?? null, each]))).toEqual([])
  const lost = ([code, max]: readonly [string, number]) => max - Number(points.get(code))
  // Domain 3: criteria 3.2.3, 3.4.1, 3.4.2 and 3.4.3, of 13 points.
  const three =
    13 -
    (
      [
        ['3.2.3', 1],
        ['3.4.1', 1.5],
        ['3.4.2', 1.5],
        ['3.4.3', 1],
      ] as const
    )
      .map(lost)
      .reduce((a, b) => a + b)
  expect(score('domain-3')).toBe(three.toFixed(4))
})
