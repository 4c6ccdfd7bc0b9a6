import { openCatalogues } from '@ioc/catalogues'
import { openIndicators } from '@ioc/indicators'
import { compare, judge } from '@ioc/indicators/judge.ts'
import { reportedFigure } from '@ioc/schemas'
import { reportedIndicators } from '@ioc/schemas/documents/indicators.ts'
import parIndicators from '@ioc/schemas/documents/par-indicators.json' with { type: 'json' }
import { type PrintedFigure, printed } from '@ioc/schemas/documents/printed.ts'
import { describe, expect, test } from 'vitest'

const catalogues = openCatalogues()
const counted = openIndicators(catalogues)
const indicators = new Map(
  [...counted, ...parIndicators, ...reportedIndicators].map(({ id, kind, maximum, unitOfMeasure }) => [
    id,
    { kind: kind as (typeof counted)[number]['kind'], maximum: maximum ?? undefined, unitOfMeasure },
  ]),
)
const name = ({ indicator, document, name }: PrintedFigure) => [indicator, document, name].join(' ')
const withHalves = printed.figures.filter(({ numerator }) => numerator !== undefined)

test('a printed number follows from its halves at the printed places, or is a known difference of its kind', () => {
  const judged = withHalves.map((figure) => {
    const { kind, maximum } = indicators.get(figure.indicator)!
    const judgement = judge(kind, figure.numerator!, figure.denominator ?? null, maximum)
    return { figure, ...compare(judgement, figure.printed, figure.knownDifference ?? null) }
  })
  expect(judged.filter((j) => !j.agrees && j.knownDifference === null).map((j) => name(j.figure))).toEqual([])
  // A difference that is declared, and is none, would hide the next one.
  expect(judged.filter((j) => j.agrees && j.figure.knownDifference).map((j) => name(j.figure))).toEqual([])
})

test('a figure is an event of its contract, in the unit of its indicator', () => {
  for (const figure of printed.figures) {
    const { issuedOn } = printed.documents[figure.document]!
    const event = {
      issuingSystem: 'reports.lamdong.gov.vn',
      recordedAt: `${issuedOn}T09:00:00+07:00`,
      sequence: 0,
      voided: false,
      figureCode: `${figure.document}/${figure.indicator}`,
      kind: 'published',
      indicator: figure.indicator,
      unitCode: figure.unitCode,
      periodFrom: figure.periodFrom,
      periodTo: figure.periodTo,
      numerator: figure.numerator ?? null,
      denominator: figure.denominator ?? null,
      printed: figure.printed,
      unitOfMeasure: figure.unitOfMeasure,
      documentCode: figure.document,
      documentIssuedOn: issuedOn,
      issuedAt: `${issuedOn}T08:00:00+07:00`,
    }
    const read = reportedFigure.data.safeParse(event)
    expect(read.error?.issues, name(figure)).toBeUndefined()
    expect(reportedFigure.check(read.data!, catalogues), name(figure)).toEqual([])
    expect(indicators.get(figure.indicator)?.unitOfMeasure, name(figure)).toBe(figure.unitOfMeasure)
  }
})

test('no figure is told twice', () => {
  const codes = printed.figures.map(name)
  expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([])
  // What is compared is indicator, unit, period and estimate: two such figures must be one.
  const cells = printed.figures.map((f) =>
    [f.indicator, f.document, f.unitCode, f.periodFrom, f.periodTo, f.estimate].join(' '),
  )
  expect(cells.filter((cell, index) => cells.indexOf(cell) !== index)).toEqual([])
})

test('a reported indicator has one name, a figure, and titles nobody else has', () => {
  const all = [...reportedIndicators, ...parIndicators]
  const ids = all.map(({ id }) => id)
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
  const titles = reportedIndicators.flatMap(({ title }) => [title.vi, title.en])
  expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([])
  expect(titles.filter((title) => title !== title.normalize('NFC'))).toEqual([])
  expect(ids.filter((id) => !printed.figures.some(({ indicator }) => indicator === id))).toEqual([])
  expect(
    reportedIndicators
      .filter(({ kind, id }) => kind === 'index' && figureOf(id).denominator !== 100)
      .map(({ id }) => id),
  ).toEqual([])
})

type Wanted = { document?: string; from?: string; estimate?: boolean; unit?: string }

function figureOf(indicator: string, { document, from, estimate, unit = '68' }: Wanted = {}): PrintedFigure {
  const found = printed.figures.filter(
    (figure) =>
      figure.indicator === indicator &&
      figure.unitCode === unit &&
      (document === undefined || figure.document === document) &&
      (from === undefined || figure.periodFrom === from) &&
      (estimate === undefined || figure.estimate === estimate),
  )
  if (found.length === 0) throw new Error(`no figure of ${indicator}`)
  return found[0]!
}

describe('golden numbers, written again from the documents', () => {
  test.each([
    { indicator: 'dossier.on-time.department', halves: [151_017, 157_270], printed: '96.02' },
    { indicator: 'dossier.on-time.district', halves: [30_040, 30_727], printed: '97.76' },
    { indicator: 'dossier.on-time.commune', halves: [196_936, 197_113], printed: '99.91' },
    { indicator: 'dossier.full-online', halves: [87_036, 87_533], printed: '99.43' },
    { indicator: 'dossier.online-received', halves: [342_523], printed: '342523' },
    { indicator: 'dossier.online-payments', halves: [191_643], printed: '191643' },
    { indicator: 'feedback.processed', halves: [125, 132], printed: '125' },
    { indicator: 'steering.plan-tasks', halves: [10, 43], printed: '10' },
    { indicator: 'steering.disbursed', halves: [1224.6, 8718.3], printed: '14.05' },
    { indicator: 'steering.disbursed', estimate: true, halves: [3933.7, 8718.3], printed: '45.12' },
    { indicator: 'steering.classes-opened', halves: [19, 45], printed: '42.22' },
    { indicator: 'steering.audit-other-recovered', halves: [489.69, 585.85], printed: '83.59' },
    { indicator: 'steering.new-rural-advanced', unit: '676', halves: [10, 14], printed: '71.4' },
    { indicator: 'steering.new-rural-model', unit: '676', halves: [5, 14], printed: '35.7' },
    { indicator: 'steering.online-services-full', halves: [451, 1865], printed: '451' },
    { indicator: 'steering.online-services-partial', halves: [761, 1865], printed: '761' },
    { indicator: 'steering.government-tasks-done', halves: [174, 206], printed: '174' },
    { indicator: 'steering.revenue', estimate: true, halves: [7056], printed: '7056' },
    { indicator: 'steering.revenue-of-local-plan', estimate: true, halves: [49.87, 100], printed: '49.87' },
    { indicator: 'steering.pci-rank', halves: [56, 63], printed: '56' },
    { indicator: 'steering.service-quality-rank', halves: [22, 63], printed: '22' },
    { indicator: 'steering.civil-servants', halves: [2272, 2459], printed: '2272' },
    { indicator: 'steering.public-employees', halves: [23_802, 25_028], printed: '23802' },
    { indicator: 'steering.audit-covid-other-recovered', halves: [92.3, 103.9], printed: '89' },
    { indicator: 'satisfaction.sipas-2021', halves: [87.68, 100], printed: '87.68' },
    { indicator: 'dossier.resolved.department', halves: [97.38, 100], printed: '97.38' },
    { indicator: 'par.internal.score', unit: '676', halves: [87.46, 100], printed: '87.46' },
  ])('$indicator is printed $printed', ({ indicator, halves, printed, ...wanted }) => {
    const figure = figureOf(indicator, wanted)
    expect([figure.numerator, figure.denominator]).toEqual([halves[0], halves[1]])
    expect(figure.printed).toBe(printed)
    expect(figure.knownDifference).toBeUndefined()
  })

  test.each([
    { indicator: 'steering.audit-recovered', halves: [94.85, 95.12], printed: '99.71', kind: 'truncated' },
    {
      indicator: 'steering.audit-2021-other-recovered',
      halves: [343, 343.12],
      printed: '99.96',
      kind: 'truncated',
    },
    { indicator: 'steering.learners', halves: [1501 + 93 + 277 + 227], printed: '2048', kind: 'count' },
    { indicator: 'steering.finance-inspection', halves: [777 + 407], printed: '1183.7', kind: 'count' },
  ])('$indicator, printed $printed, must not agree: $kind', ({ indicator, halves, printed, kind }) => {
    const figure = figureOf(indicator)
    expect([figure.numerator, figure.denominator]).toEqual([halves[0], halves[1]])
    expect(figure).toMatchObject({ printed, knownDifference: kind })
  })
})

describe('sums that hold', () => {
  const number = (indicator: string, wanted: Wanted = {}) => figureOf(indicator, wanted).numerator!
  const S = 'steering'
  test.each([
    {
      whole: `${S}.procedures`,
      parts: ['province', 'district', 'commune'].map((l) => `${S}.procedures-${l}`),
    },
    { whole: `${S}.certificates`, parts: [`${S}.certificates-organisations`, `${S}.certificates-persons`] },
    { whole: `${S}.inspections`, parts: [`${S}.inspections-begun`, `${S}.inspections-carried-over`] },
    { whole: `${S}.inspections`, parts: [`${S}.inspections-planned`, `${S}.inspections-unplanned`] },
    { whole: `${S}.inspection-violations`, parts: [`${S}.inspection-recoveries`, `${S}.inspection-other`] },
    { whole: `${S}.government-tasks`, parts: [`${S}.government-tasks-done`, `${S}.government-tasks-open`] },
    { whole: `${S}.postal-replaced`, parts: [`${S}.postal-staff`, `${S}.postal-saved`] },
    ...['province', 'district'].flatMap((level) => [
      {
        whole: `${S}.autonomy-${level}`,
        parts: ['full-investment', 'full', 'partly', 'state'].map((part) => `${S}.autonomy-${level}-${part}`),
      },
      {
        whole: `${S}.autonomy-${level}-partly`,
        parts: ['from-70', 'from-30', 'below-30'].map((part) => `${S}.autonomy-${level}-${part}`),
      },
    ]),
  ])('$whole is the sum of $parts', ({ whole, parts }) => {
    expect(parts.reduce((sum, part) => sum + number(part), 0)).toBeCloseTo(number(whole), 6)
  })

  test('16 operations centres: the province’s, 5 of departments, 10 of districts', () => {
    expect(number(`${S}.iocs`)).toBe(1 + number(`${S}.iocs-department`) + number(`${S}.iocs-district`))
  })

  test('Lâm Hà in 2021: what it gave itself and what was surveyed', () => {
    const [self, survey] = ['self-assessed', 'survey'].map((part) =>
      number(`par.internal.${part}`, { unit: '676' }),
    )
    expect(self! + survey!).toBeCloseTo(number('par.internal.score', { unit: '676' }), 6)
  })

  test('two scopes of public service units are kept apart', () => {
    expect(number(`${S}.autonomy-province`) + number(`${S}.autonomy-district`)).toBe(754)
    expect(number(`${S}.public-units`, { document: 'bc-cchc-6t-2024' })).toBe(734)
    expect(number(`${S}.public-units`, { document: 'bai-viet-cuoi-nam-2024' })).toBe(716)
  })
})
