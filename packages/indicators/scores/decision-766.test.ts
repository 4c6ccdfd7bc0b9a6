import { GOLDEN_766 } from '@ioc/scoring/decision-766/golden-766.ts'
import { describe, expect, test } from 'vitest'
import { componentId } from '../catalogue/quality/index.ts'
import type { CountedIndicator } from '../define.ts'
import { periodsTo } from '../periods.ts'
import type { IndicatorValue } from '../value.ts'
import { indicators, type Known, report, scopeMap, valuesOn } from './scores.fixture.ts'

describe('Decision 766', () => {
  /** The portal's counts of Phú Thọ of August 2026, told for June 2024 of Lâm Đồng. */
  const [{ counts, groups }] = GOLDEN_766 as [(typeof GOLDEN_766)[number]]
  const june = (code: string, numerator: number, denominator: number | null, unit = '68') =>
    report(componentId(code), numerator, denominator, '2024-06-01', '2024-06-30', unit)
  /** Where it shows no counts, it was asked, and there were none. */
  const reports = Object.entries(counts).map(([code, { numerator, denominator }]) =>
    numerator === null ? june(code, 0, 0) : june(code, numerator, denominator),
  )
  const without = (...codes: string[]) =>
    reports.filter(({ indicator }) => !codes.map(componentId).includes(indicator))
  const one = (values: IndicatorValue[], code: string) =>
    month(values).find(({ indicator }) => indicator.id === `dossier.quality.${code}`)!
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
      flags: ['rule-of-2026'],
    })
  })

  test('what nobody told earns nothing, is named, and leaves the total without a band', () => {
    const values = valuesOn('2024-06-30', { reports: without('ELECTRONIC_CERTIFIED_COPY') })
    // Its two full points were for "asked, and none".
    expect(one(values, 'total')).toMatchObject({
      state: 'reported',
      value: '57.91',
      missing: ['ELECTRONIC_CERTIFIED_COPY'],
      flags: ['rule-of-2026', 'components-missing'],
    })
    expect(one(values, 'total')).not.toHaveProperty('band')
    const { parts } = one(values, 'mdsh')
    expect(parts?.find(({ code }) => code === 'ELECTRONIC_CERTIFIED_COPY')).toMatchObject({
      ratio: null,
      score: '0.00',
    })
    expect(one(values, 'tdgq').flags).toEqual(['rule-of-2026'])
  })

  test('a group of which nobody told anything is missing, whatever its components score without cases', () => {
    const codes = [
      'PETITION_PROCESSING_ON_TIME',
      'PETITION_HANDLING_SATISFACTION',
      'DOSSIER_RECEIVING_SATISFACTION',
    ]
    const values = valuesOn('2024-06-30', { reports: without(...codes) })
    expect(one(values, 'mdhl')).toMatchObject({ state: 'missing', value: null, missing: codes })
    expect(one(values, 'mdhl')).not.toHaveProperty('parts')
    expect(one(values, 'total')).toMatchObject({
      value: (59.91 - Number(groups.MDHL)).toFixed(2),
      missing: codes,
    })
  })

  test('counts that cannot be earn nothing and are in doubt; more synchronised than there were is only full', () => {
    const wrong = (code: string, numerator: number, denominator: number) =>
      valuesOn('2024-06-30', { reports: [...without(code), june(code, numerator, denominator)] })
    for (const [numerator, denominator] of [
      [5, 4],
      [-1, 4],
    ] as const) {
      const values = wrong('PAYMENT_DOSSIERS', numerator, denominator)
      expect(one(values, 'tttt')).toMatchObject({ flags: ['rule-of-2026', 'counts-doubtful'] })
      expect(one(values, 'tttt').parts?.find(({ code }) => code === 'PAYMENT_DOSSIERS')).toMatchObject({
        ratio: null,
        score: '0.00',
      })
      expect(one(values, 'total').flags).toEqual(['rule-of-2026', 'counts-doubtful'])
      expect(one(values, 'total')).not.toHaveProperty('band')
      expect(one(values, 'total')).not.toHaveProperty('missing')
    }
    expect(one(wrong('PROGRESS_ON_TIME', 5, 4), 'tdgq')).toMatchObject({
      state: 'missing',
      flags: ['rule-of-2026', 'counts-doubtful'],
    })
    expect(one(wrong('DOSSIER_SYNC', 5, 4), 'ckmb').flags).toEqual(['rule-of-2026'])
  })

  test('what is told of a code speaks of the unit that bore it then', () => {
    // Đạ Tẻh bore 682 until 30/11/2024; the Đạ Huoai of December has nothing of it.
    const november = report(componentId('PROGRESS_ON_TIME'), 3, 4, '2024-11-30', '2024-11-30', '682')
    const dayOf = (scope: string) =>
      valuesOn('2024-11-30', { reports: [november] }, [scope]).find(
        ({ indicator, period }) => indicator.id === 'dossier.quality.tdgq' && period.kind === 'day',
      )?.state
    expect([dayOf('682@2020-01-01'), dayOf('682')]).toEqual(['reported', 'missing'])
  })

  test('a group shows the points of its components, as the portal shows them', () => {
    const group = month(valuesOn('2024-06-30', { reports })).find(
      ({ indicator }) => indicator.id === 'dossier.quality.mdsh',
    )
    const { components } = GOLDEN_766[0]!
    expect(group?.parts?.map(({ code }) => code)).toEqual([
      'ORIGINAL_RESULT_AVAILABLE',
      'SO_HOA_GIAY_TO_GIAI_QUYET',
      'ELECTRONIC_CERTIFIED_COPY',
      'REUSED_DIGITIZED_DATA',
      'SYNCED_WITH_DVCQG_PERSONAL_STORAGE',
      'CITIZEN_DATA_CONNECTED_DOSSIER',
      'CITIZEN_DATA_CONNECTED_FORMALITY',
    ])
    for (const { code, ...points } of group!.parts!) expect(points).toMatchObject(components[code]!)
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
    const state = (told: Known, scope = '68') =>
      month(valuesOn('2024-06-30', told, [scope])).map(({ state, value }) => [state, value])
    const seven = (state: string) => Array<[string, null]>(7).fill([state, null])
    expect(state({})).toEqual(seven('missing'))
    expect(
      state({ reports: [report(componentId('PROGRESS_ON_TIME'), 0, 0, '2024-06-01', '2024-06-30')] }),
    ).toEqual(
      ['total', '', 'tdgq', '', '', '', ''].map((told) => [told ? 'not-applicable' : 'missing', null]),
    )
    expect(state({ reports }, '68/commune')).toEqual(seven('missing'))
  })
})
