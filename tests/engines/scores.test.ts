import {
  compareFigures,
  groups,
  type IndicatorValue,
  numbersOf,
  openIndicators,
  periodsTo,
  type Spoken,
  snapshotValues,
  valuesFor,
  type Watermark,
} from '@ioc/indicators'
import { printed } from '@ioc/schemas/documents/printed.ts'
import type { CutRecord } from '@ioc/schemas/snapshot/cut-record.ts'
import { value as snapshotNumber } from '@ioc/schemas/snapshot/value.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { figureEvents } from '../../services/figure-producer/sources/first-half-2024/figures.ts'
import { openRiver, type River } from '../counting/river.ts'
import type { Data, Told } from '../counting/told.ts'
import { freePort } from '../ports.ts'
import { HAND_MADE, handMadeEvents, reportedFigure } from './scores.cases.ts'

/** Scores on a real ClickHouse: what the province's documents tell, and one commune's month worked out by hand. */
const DATE = '2024-06-30'
const said = [{ units: ['68'], completeUpToMs: Date.parse('2024-07-02T00:00:00+07:00'), simulated: false }]
const SPOKEN: Spoken = new Map(
  ['dossier.v1', 'feedback.v1', 'survey-response.v1', 'reported-figure.v1'].map((topic) => [topic, said]),
)

let river: River
let before: Watermark

beforeAll(async () => {
  river = await openRiver(await freePort())
  const procedure = river.catalogues.procedures.find(({ level }) => level === 'commune')!
  const documents: Told[] = figureEvents('test').map((event) => ({
    topic: 'reported-figure.v1',
    data: ('data' in event ? event.data : null) as Data,
    extra: null,
  }))
  await river.tell([...documents, ...handMadeEvents(procedure.code)])
  before = river.watermark()
})
afterAll(() => river?.close())

const values = async (
  scopes: readonly string[] | null,
  {
    watermark = null,
    indicators = openIndicators(river.catalogues),
  }: Partial<Pick<Parameters<typeof valuesFor>[2], 'watermark' | 'indicators'>> = {},
) =>
  valuesFor(river.clickhouse, river.catalogues, {
    indicators,
    date: DATE,
    periods: periodsTo(DATE),
    tree: { kind: 'then' },
    scopes,
    watermark,
    nowMs: null,
    spoken: SPOKEN,
  })

const isMonth = ({ period }: IndicatorValue) => period.kind === 'month' || period.kind === 'stated'
const found = (all: readonly IndicatorValue[], id: string, scope: string) =>
  all.find(
    (each) =>
      each.indicator.id === id &&
      each.scope.key === scope &&
      (isMonth(each) || (each.period.kind === 'day' && id.startsWith('par.'))),
  )

test('every score by hand is the one that is made', async () => {
  const all = await values(['68', '24769'])
  for (const { id, scope, value, denominator, band } of HAND_MADE) {
    const made = found(all, id, scope)
    expect([id, made?.value, made?.denominator == null ? null : Number(made.denominator)]).toEqual([
      id,
      value,
      denominator,
    ])
    if (band) expect(made).toMatchObject({ band, profile: '766@2026', flags: ['rule-of-2026'] })
  }
})

test('a score asked for alone, or of one scope among all, is the same', async () => {
  const indicators = openIndicators(river.catalogues).filter(({ id }) => id === 'dossier.quality.total')
  const [one, ...others] = (await values(['24769'], { indicators })).filter(isMonth)
  expect([one?.indicator.id, one?.value, others]).toEqual(['dossier.quality.total', '50.09', []])
  const everywhere = await values(null, { indicators })
  expect(found(everywhere, 'dossier.quality.total', '24769')?.value).toBe('50.09')
  // The province counts the commune's dossiers, but nobody reported the rest for it.
  expect(found(everywhere, 'dossier.quality.total', '68')).toMatchObject({
    flags: ['rule-of-2026', 'components-missing'],
    missing: expect.arrayContaining(['PUBLISH_ON_TIME', 'DOSSIER_SYNC']),
  })
  // A unit without any dossier has no score, which is no bad score.
  expect(found(everywhere, 'dossier.quality.tdgq', '24846')).toBeUndefined()
  expect(found(everywhere, 'dossier.quality.total', '24846')).toMatchObject({
    state: 'not-applicable',
    value: null,
  })
})

test('every number of the province fits a snapshot, each once', async () => {
  const indicators = openIndicators(river.catalogues)
  for (const group of groups) {
    const mine = indicators.filter(({ id }) => group.indicators(id))
    const numbers = snapshotValues(await values(['68'], { indicators: mine }), [])
    for (const number of numbers)
      expect(snapshotNumber.safeParse(number).error?.issues, number.indicator).toBeUndefined()
    const cells = numbers.map(({ indicator, unit, level, period }) =>
      [indicator, unit, level, period.kind, period.from, period.to].join(' '),
    )
    expect(cells.filter((cell, n) => cells.indexOf(cell) !== n)).toEqual([])
  }
})

test('an estimate gives way to the figure it estimated, and a snapshot has each number once', async () => {
  await river.tell([
    reportedFigure('steering.disbursed', {
      periodFrom: '2024-01-01',
      numerator: 3900,
      denominator: 8718.3,
      unitOfMeasure: 'tỷ đồng',
    }),
  ])
  const steering = groups.find(({ id }) => id === 'steering')!
  const disbursed = async (watermark: Watermark) => {
    const cut = { date: DATE, cut: { watermark } } as CutRecord
    const { values } = await numbersOf(
      cut,
      steering,
      openIndicators(river.catalogues),
      river.catalogues,
      river.clickhouse,
    )
    return values
      .filter(({ indicator }) => indicator === 'steering.disbursed')
      .map(({ period, numerator, flags }) => [period.to, numerator, flags.includes('estimate')])
  }
  expect(await disbursed(before)).toEqual([
    ['2024-05-31', 1224.6, false],
    ['2024-06-30', 3933.7, true],
  ])
  expect(await disbursed(river.watermark())).toEqual([['2024-06-30', 3900, false]])
})

test('what the documents print agrees or is a known difference, but for what forms count', async () => {
  const figures = await compareFigures(river.clickhouse, openIndicators(river.catalogues), river.catalogues)
  const counted = new Set(
    printed.figures
      .filter(({ alsoReported, indicator }) => !alsoReported && !indicator.startsWith('par.'))
      .map(({ indicator }) => indicator),
  )
  const wrong = figures.filter(({ agrees, knownDifference }) => !agrees && knownDifference === null)
  // There are no dossiers, feedback or forms of the half-year here.
  expect(wrong.map(({ id }) => id).filter((id) => !counted.has(id))).toEqual(['par.9.2.score'])
  expect(
    figures.filter(({ id }) => id === 'par.total.score').map(({ value, printed }) => [value, printed]),
  ).toEqual([
    [86.75, '86.75'],
    [86.72, '86.72'],
    [85.0223, '86.02'],
  ])
})

test('a correction changes the score from then on, and the cut before it stays as it was', async () => {
  await river.tell([
    reportedFigure('par.6.1.1', {
      periodFrom: '2023-01-01',
      periodTo: '2023-12-31',
      numerator: 7482.777,
      denominator: 7482.777,
      unitOfMeasure: 'tỷ đồng',
    }),
  ])
  const points = async (watermark: Watermark | null) =>
    found(await values(['68'], { watermark }), 'par.6.1.1.score', '68')?.value
  expect([await points(before), await points(null)]).toEqual(['0.7632', '1.0000'])
})
