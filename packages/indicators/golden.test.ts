import { readFileSync } from 'node:fs'
import { openCatalogues } from '@ioc/catalogues'
import { printed as documents, type PrintedFigure } from '@ioc/schemas/documents/printed.ts'
import { violationsFound } from '@ioc/schemas/documents/violations.ts'
import { describe, expect, test } from 'vitest'
import { openIndicators } from './catalogue/index.ts'
import type { Halves } from './cells.ts'
import { isCounted } from './define.ts'
import type { Figure } from './figure.ts'
import { cellKey, figuresOf } from './figures.ts'
import type { Printed } from './printed.ts'
import type { Report } from './reports.ts'

/** Every figure of the five documents beside what its halves give, as `npm start` compares it, without an engine. */
const indicators = openIndicators(openCatalogues())

const row = (
  figure: Pick<PrintedFigure, 'indicator' | 'unitCode' | 'periodFrom' | 'periodTo' | 'document'>,
) => ({
  indicator: figure.indicator,
  unit_code: figure.unitCode,
  period_from: figure.periodFrom,
  period_to: figure.periodTo,
  estimate: false,
  document_code: figure.document,
})
const text = (number: number | undefined) => (number === undefined ? null : String(number))

const printedRows = (figures: readonly PrintedFigure[]): Printed[] =>
  figures.map((figure) => ({
    ...row(figure),
    estimate: figure.estimate,
    period_inferred: figure.periodInferred,
    printed: figure.printed,
    known_difference: figure.knownDifference ?? '',
    unit_of_measure: figure.unitOfMeasure,
  }))

const reports: Report[] = [
  ...documents.figures
    .filter(({ alsoReported }) => alsoReported)
    .map((figure) => ({
      ...row(figure),
      estimate: figure.estimate,
      numerator: String(figure.numerator),
      denominator: text(figure.denominator),
    })),
  ...violationsFound.map((found) => ({
    ...row(found),
    numerator: String(found.numerator),
    denominator: null,
  })),
]

/** Where the product counts the events itself, the halves are those the events were rebuilt from; an engine counts them in tests/end-to-end. */
const counted = new Map<string, Halves>(
  documents.figures
    .filter(({ numerator, alsoReported }) => numerator !== undefined && !alsoReported)
    .map((figure) => [
      cellKey({ ...row(figure), estimate: figure.estimate }),
      { numerator: String(figure.numerator), denominator: text(figure.denominator) },
    ]),
)

const compareAll = (figures: readonly PrintedFigure[] = documents.figures, told = reports) =>
  figuresOf(indicators, printedRows(figures), told, counted)
const figures = compareAll()
const named = ({ id, documentCode, period, printed }: Figure) =>
  `${id} ${period.to} ${printed} ${documentCode}`

/** Counted from synthetic forms, of which no document prints halves: tests/end-to-end compares them on a real engine. */
const BY_FORMS = ['satisfaction.sipas', 'satisfaction.leaders', 'par.9.2.score']

test('every printed figure has an indicator, and is compared once', () => {
  expect(figures).toHaveLength(documents.figures.length)
})

test('what is printed agrees with its halves, or differs as its reader declared and the arithmetic shows', () => {
  const wrong = figures.filter(({ agrees, knownDifference }) => !agrees && knownDifference === null)
  expect(wrong.filter(({ id }) => !BY_FORMS.includes(id)).map(named)).toEqual([])
  // Nothing but those has nothing beside it.
  expect([...new Set(figures.filter(({ value }) => value === null).map(({ id }) => id))]).toEqual(BY_FORMS)
})

test('the known differences are these, and no other', () => {
  const known = figures.filter(({ knownDifference }) => knownDifference !== null)
  expect(
    known.map(({ id, printed, value, knownDifference }) => [id, printed, value, knownDifference]),
  ).toEqual([
    ['steering.audit-recovered', '99.71', 99.72, 'truncated'],
    ['steering.learners', '2048', 2098, 'count'],
    ['steering.audit-2021-other-recovered', '99.96', 99.97, 'truncated'],
    ['steering.finance-inspection', '1183.7', 1184, 'count'],
    ['par.total.score', '86.02', 85.0223, 'unexplained'],
    ['par.total.score', '86.02', 85.0223, 'unexplained'],
    ['par.1.3.2.score', '0.6266', 0.557, 'count'],
    ['par.3.4.1.score', '1.4677', 1.4679, 'count'],
    ['par.7.3.7.score', '1.0792', 1.0793, 'count'],
    ['par.7.3.7.part-3.score', '0.2649', 0.265, 'count'],
    ['par.9.1.score', '8.0415', 8.038, 'unexplained'],
    ['par.1.3.2', '62.6582', 55.7, 'count'],
    ['par.1.6.part-2', '80.2717', 80.28, 'typo'],
    ['par.3.4.1', '97.8437', 97.86, 'count'],
    ['par.7.3.7.part-3', '52.9789', 53, 'count'],
  ])
})

describe('a figure that differs otherwise does not pass', () => {
  const changed = (indicator: string, change: Partial<PrintedFigure>) =>
    compareAll(
      documents.figures.map((figure) =>
        figure.indicator === indicator && figure.periodFrom === '2023-01-01'
          ? { ...figure, ...change }
          : figure,
      ),
    )
      .filter(({ id, period }) => id === indicator && period.from === '2023-01-01')
      .map(({ agrees, knownDifference }) => [agrees, knownDifference])[0]

  test.each([
    { indicator: 'par.3.4.1.score', change: { knownDifference: 'typo' as const } },
    { indicator: 'par.3.4.1', change: { knownDifference: 'typo' as const } },
    { indicator: 'par.1.6.part-2', change: { knownDifference: 'count' as const } },
    { indicator: 'par.9.1.score', change: { knownDifference: 'truncated' as const } },
    { indicator: 'par.total.score', change: { knownDifference: 'count' as const } },
    { indicator: 'par.total.score', change: { knownDifference: undefined } },
    { indicator: 'par.1.3.2.score', change: { printed: '0.6267' } }, // follows from no printed percent any more
    { indicator: 'par.domain-1.score', change: { printed: '9.0013' } },
    { indicator: 'par.domain-2.score', change: { printed: '5.5' } },
    { indicator: 'par.4.1.3.score', change: { printed: '0.5535' } },
  ])('$indicator with $change', ({ indicator, change }) => {
    expect(changed(indicator, change)).toEqual([false, null])
  })
})

test('Lâm Hà: the contest’s four printed weeks are 9,108 entries, though the text says three weeks', () => {
  const folder = new URL('../../schemas/documents/figures/', import.meta.url)
  const text = readFileSync(new URL('bai-viet-lam-ha-2022-12-28.json', folder), 'utf8')
  const figures = JSON.parse(text) as { numbers: string[] }[]
  const weeks = figures.find(({ numbers }) => numbers.includes('1.258'))!.numbers
  expect(weeks).toEqual(['1.258', '2.489', '2.171', '3.190'])
  expect(weeks.reduce((sum, week) => sum + Number(week.replace('.', '')), 0)).toBe(9108)
})

test('without its inputs a criterion is not computed, and does not agree', () => {
  const without = reports.filter(({ indicator }) => indicator !== 'par.6.1.2')
  const [figure] = compareAll(documents.figures, without).filter(({ id }) => id === 'par.6.1.2.score')
  expect(figure).toMatchObject({ value: null, agrees: false, knownDifference: null })
})

test('each figure says what it is: kind, unit and title of its indicator', () => {
  const byId = new Map(indicators.map((indicator) => [indicator.id, indicator]))
  for (const figure of figures) {
    const indicator = byId.get(figure.id.replace(/\.estimate$/, ''))!
    expect(figure.kind).toBe(indicator.kind)
    expect(figure.title).toBe(indicator.title)
    if (!isCounted(indicator)) expect(figure.unitOfMeasure).toBe(indicator.unitOfMeasure)
  }
})
