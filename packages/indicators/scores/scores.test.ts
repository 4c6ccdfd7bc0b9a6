import { openCatalogues, remediationIndicator } from '@ioc/catalogues'
import { printed as documents } from '@ioc/schemas/documents/printed.ts'
import { violationsFound } from '@ioc/schemas/documents/violations.ts'
import { GOLDEN_766 } from '@ioc/scoring/decision-766/golden-766.ts'
import { describe, expect, test } from 'vitest'
import { openIndicators } from '../catalogue/index.ts'
import { componentId } from '../catalogue/quality/index.ts'
import { type CountedIndicator, isScore } from '../define.ts'
import { periodsTo } from '../periods.ts'
import type { Printed } from '../printed.ts'
import type { Report } from '../reports.ts'
import { only, scopesOf } from '../scopes.ts'
import type { IndicatorValue } from '../values.ts'
import { scoreValues } from './values.ts'

const catalogues = openCatalogues()
const indicators = openIndicators(catalogues)
const scores = indicators.filter(isScore)
const SPOKEN = new Map([
  ['reported-figure.v1', [{ units: ['68'], completeUpToMs: Number.MAX_SAFE_INTEGER, simulated: false }]],
])

type Told = { reports?: Report[]; printed?: Printed[]; inputs?: IndicatorValue[] }

const scopeMap = (scopes: readonly string[]) => only(scopesOf(catalogues, { kind: 'then' }), scopes)

const valuesOn = (date: string, { reports = [], printed = [], inputs = [] }: Told, scopes = ['68']) =>
  scoreValues(
    catalogues,
    {
      indicators: scores,
      date,
      periods: periodsTo(date),
      tree: { kind: 'then' },
      scopes,
      watermark: null,
      nowMs: null,
      spoken: SPOKEN,
    },
    scores,
    inputs,
    { reports, printed },
    scopeMap(scopes),
  )

const report = (
  indicator: string,
  numerator: number,
  denominator: number | null,
  from: string,
  to: string,
  unit = '68',
) => ({
  indicator,
  unit_code: unit,
  period_from: from,
  period_to: to,
  estimate: false,
  numerator: String(numerator),
  denominator: denominator === null ? null : String(denominator),
  document_code: 'test',
})

describe('Decision 766', () => {
  /** The portal's counts of Phú Thọ of August 2026, told for June 2024 of Lâm Đồng. */
  const [{ counts, groups }] = GOLDEN_766 as [(typeof GOLDEN_766)[number]]
  const reports = Object.entries(counts).flatMap(([code, { numerator, denominator }]) =>
    numerator === null ? [] : [report(componentId(code), numerator, denominator, '2024-06-01', '2024-06-30')],
  )
  const month = (values: IndicatorValue[]) =>
    values.filter(
      ({ period, indicator }) => period.kind === 'month' && indicator.id.startsWith('dossier.quality.'),
    )

  test('the portal’s own case: total, band, groups, and what nobody told', () => {
    const values = month(valuesOn('2024-06-30', { reports }))
    const points = Object.fromEntries(values.map(({ indicator, value }) => [indicator.id, value]))
    expect(points['dossier.quality.total']).toBe('59.91')
    for (const [code, printed] of Object.entries(groups))
      expect([code, points[`dossier.quality.${code.toLowerCase()}`]]).toEqual([code, printed])
    expect(values).toHaveLength(7)
    expect(values[0]).toMatchObject({
      state: 'reported',
      numerator: '59.91',
      denominator: '100',
      profile: '766@2026',
      band: 'trung bình',
      note: { en: 'rule of 2026 applied to 2024' },
      missing: ['ELECTRONIC_CERTIFIED_COPY'],
      flags: ['rule-of-2026', 'components-missing'],
    })
  })

  test('in the year of the rule and with all components told, nothing is flagged', () => {
    const all = [
      ...reports.map((each) => ({ ...each, period_from: '2026-06-01', period_to: '2026-06-30' })),
      report(componentId('ELECTRONIC_CERTIFIED_COPY'), 1, 1, '2026-06-01', '2026-06-30'),
    ]
    const [total] = month(valuesOn('2026-06-30', { reports: all }))
    // From 2025 the province is known to differ from the catalogue.
    expect(total).toMatchObject({ value: '59.91', flags: ['beyond-catalogue'] })
    expect(total).not.toHaveProperty('note')
    expect(total).not.toHaveProperty('missing')
  })

  test('what is counted here goes before what is reported, and its words are the score’s', () => {
    const id = componentId('PROGRESS_ON_TIME')
    const scope = scopeMap(['68']).scopes.get('68')!
    const counted = (
      state: IndicatorValue['state'],
      numerator: string | null,
      denominator: string | null,
    ) => ({
      indicator: indicators.find((indicator) => indicator.id === id) as CountedIndicator,
      scope,
      period: periodsTo('2024-06-30')[1]!,
      state,
      numerator,
      denominator,
      value: null,
      flags: ['simulated'],
    })
    const tdgq = (inputs: IndicatorValue[]) =>
      month(valuesOn('2024-06-30', { reports, inputs })).find(
        ({ indicator }) => indicator.id === 'dossier.quality.tdgq',
      )
    expect(tdgq([counted('reported', '1', '4')])).toMatchObject({
      value: '5.00',
      flags: ['simulated', 'rule-of-2026'],
    })
    expect(tdgq([counted('missing', null, null)])).toMatchObject({ value: '15.68', flags: ['rule-of-2026'] })
  })

  test('nothing told is missing; only told that there were no cases, it does not apply; a level is no unit', () => {
    const state = (told: Told, scope = '68') =>
      month(valuesOn('2024-06-30', told, [scope])).map(({ state, value }) => [state, value])
    const seven = (state: string) => Array(7).fill([state, null])
    expect(state({})).toEqual(seven('missing'))
    expect(
      state({ reports: [report(componentId('PROGRESS_ON_TIME'), 0, 0, '2024-06-01', '2024-06-30')] }),
    ).toEqual(seven('not-applicable'))
    expect(state({ reports }, '68/commune')).toEqual(seven('missing'))
  })
})

describe('PAR Index', () => {
  const reports: Report[] = [
    ...documents.figures
      .filter(({ alsoReported }) => alsoReported)
      .map((figure) => ({
        ...report(
          figure.indicator,
          figure.numerator!,
          figure.denominator ?? null,
          figure.periodFrom,
          figure.periodTo,
          figure.unitCode,
        ),
        estimate: figure.estimate,
      })),
    ...violationsFound.map(({ indicator, numerator, periodFrom, periodTo }) =>
      report(indicator, numerator!, null, periodFrom, periodTo),
    ),
  ]
  const printed: Printed[] = documents.figures.map((figure) => ({
    indicator: figure.indicator,
    unit_code: figure.unitCode,
    period_from: figure.periodFrom,
    period_to: figure.periodTo,
    period_inferred: figure.periodInferred,
    estimate: figure.estimate,
    printed: figure.printed,
    known_difference: figure.knownDifference ?? '',
    unit_of_measure: figure.unitOfMeasure,
    document_code: figure.document,
  }))
  const on = (date: string, told: Told = { reports, printed }) => {
    const values = valuesOn(date, told).filter(({ indicator }) => indicator.id.startsWith('par.'))
    return new Map(values.map((value) => [value.indicator.id, value]))
  }

  /** Written a second time, from domain.md §2.1 and §2.2. */
  test.each([
    ['par.1.3.2.score', '0.5570'],
    ['par.1.6.score', '0.9014'],
    ['par.1.6.part-1.score', '0.5000'],
    ['par.1.6.part-2.score', '0.4014'],
    ['par.1.7.score', '1.4732'],
    ['par.4.1.3.score', '0.5536'],
    ['par.5.4.score', '0.0000'],
    ['par.5.6.score', '0.2500'],
    ['par.6.1.2.score', '0.0000'],
    ['par.7.1.2.score', '0.5000'],
    ['par.7.3.7.score', '1.0793'],
    ['par.8.2.score', '0.0000'],
    ['par.8.4.score', '1.0000'],
    ['par.8.5.score', '1.3889'],
    ['par.9.1.score', '8.0380'],
    ['par.9.2.score', '17.6000'],
    ['par.domain-1.score', '9.0012'],
    ['par.domain-2.score', '6.0000'],
    ['par.domain-7.score', '11.0151'],
    ['par.sum-of-rows.score', '85.0223'],
    ['par.total.score', '86.0200'],
  ])('%s of 2023 is %s', (id, value) => {
    expect(on('2024-06-30').get(id)).toMatchObject({
      value,
      profile: 'par@2023',
      period: { kind: 'stated', from: '2023-01-01', to: '2023-12-31' },
    })
  })

  test('sum of rows and total are two facts, and the total says how far apart they are', () => {
    const values = on('2024-06-30')
    expect(values.get('par.sum-of-rows.score')).toMatchObject({ numerator: '85.0223', flags: [] })
    expect(values.get('par.total.score')).toMatchObject({
      numerator: '86.02',
      flags: ['published-points'],
      note: {
        vi: 'công bố 86,02, tổng các dòng 85,0223: chênh lệch 0,9977',
        en: 'published 86.02, sum of rows 85.0223: 0.9977 apart',
      },
    })
    expect(values.get('par.9.2.score')).toMatchObject({
      flags: ['published-points'],
      note: { vi: expect.any(String) },
    })
  })

  test('of years before the profile only totals stand, as reported', () => {
    const values = on('2023-06-30')
    expect([...values.keys()]).toEqual(['par.total.score'])
    expect(values.get('par.total.score')).toMatchObject({
      numerator: '86.72',
      value: '86.7200',
      period: { from: '2022-01-01' },
    })
    expect(values.get('par.total.score')).not.toHaveProperty('profile')
  })

  test('without what is published, points follow from the counts alone, and what they do not decide has no value', () => {
    const values = on('2024-06-30', { reports })
    expect(values.get('par.domain-1.score')?.value).toBe('8.9316')
    expect(values.get('par.domain-7.score')?.value).toBe('11.0152')
    for (const id of ['par.domain-2.score', 'par.9.2.score', 'par.sum-of-rows.score', 'par.total.score'])
      expect(values.has(id)).toBe(false)
    const without = on('2024-06-30', {
      reports: reports.filter(({ indicator }) => indicator !== 'par.6.1.2'),
    })
    expect([without.has('par.6.1.2.score'), without.has('par.domain-6.score')]).toEqual([false, false])
  })

  test('the survey of leaders is 22 points of its own mean where its forms are here', () => {
    const leaders = indicators.find(({ id }) => id === 'satisfaction.leaders') as CountedIndicator
    const form: IndicatorValue = {
      indicator: leaders,
      scope: scopeMap(['68']).scopes.get('68')!,
      period: { kind: 'stated', from: '2023-01-01', to: '2023-12-31' },
      state: 'reported',
      numerator: '3',
      denominator: '4',
      value: '16.50',
      flags: ['simulated'],
    }
    expect(on('2024-06-30', { reports, inputs: [form] }).get('par.9.2.score')).toMatchObject({
      value: '16.5000',
      flags: ['simulated'],
    })
  })

  test('no other unit has a PAR Index, nor has a level of units', () => {
    const values = valuesOn('2024-06-30', { reports, printed }, ['676', '68/commune'])
    expect(
      values.filter(({ indicator }) => indicator.id.startsWith('par.')).map(({ indicator }) => indicator.id),
    ).toEqual(['par.internal.score'])
  })

  test('Lâm Hà in the internal index: 56.35 + 31.11 = 87.46; a total alone stands as reported', () => {
    const internal = (unit: string, told = reports) =>
      valuesOn('2024-06-30', { reports: told, printed }, [unit]).find(
        ({ indicator }) => indicator.id === 'par.internal.score',
      )
    const onlyParts = reports.filter(({ indicator }) => indicator !== 'par.internal.score')
    expect(internal('676', onlyParts)).toMatchObject({ value: '87.46', denominator: '100' })
    expect(internal('678')).toMatchObject({ value: '79.93' })
    expect(internal('678', onlyParts)).toBeUndefined()
  })
})

describe('remediation of plan 5024', () => {
  const states = (date: string, reports: Report[] = [], scopes = ['68']) =>
    valuesOn(date, { reports }, scopes)
      .filter(({ indicator }) => indicator.id.startsWith('par.remediation.'))
      .map(({ indicator, numerator, denominator, period }) => [
        indicator.id.slice('par.remediation.'.length),
        numerator,
        denominator,
        `${period.kind} ${period.from}`,
      ])

  test('open, done and overdue of 45, at the end of a day', () => {
    const done = report(remediationIndicator('1.7/1'), 1, 1, '2024-07-01', '2024-12-31')
    expect(states('2025-01-01', [done])).toEqual([
      ['open', '42', '45', 'day 2025-01-01'],
      ['done', '1', '45', 'day 2025-01-01'],
      ['overdue', '2', '45', 'day 2025-01-01'],
    ])
    expect(states('2024-06-30', [done])).toEqual([
      ['open', '45', '45', 'day 2024-06-30'],
      ['done', '0', '45', 'day 2024-06-30'],
      ['overdue', '0', '45', 'day 2024-06-30'],
    ])
  })

  test('before the plan there is nothing to count, and no unit but the province has it', () => {
    expect(states('2024-06-19')).toEqual([])
    expect(states('2025-01-01', [], ['676', '68/district'])).toEqual([])
  })
})
