import { printed as documents } from '@ioc/schemas/documents/printed.ts'
import { violationsFound } from '@ioc/schemas/documents/violations.ts'
import { describe, expect, test } from 'vitest'
import type { CountedIndicator } from '../define.ts'
import type { Printed } from '../printed.ts'
import type { Report } from '../reports.ts'
import type { IndicatorValue } from '../value.ts'
import { indicators, type Known, report, scopeMap, valuesOn } from './scores.fixture.ts'

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
  const on = (date: string, told: Known = { reports, printed }) => {
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
    // What else the rule gives is not made of them.
    expect(on('2024-06-30', { reports, inputs: [form] }).get('par.3.4.1.score')?.flags).toEqual([])
  })

  test('no other unit has a PAR Index, nor has a level of units', () => {
    const values = valuesOn('2024-06-30', { reports, printed }, ['676', '68/commune'])
    expect(
      values.filter(({ indicator }) => indicator.id.startsWith('par.')).map(({ indicator }) => indicator.id),
    ).toEqual(['par.internal.score', 'par.internal.rank'])
  })
})
