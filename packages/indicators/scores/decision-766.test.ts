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
    const seven = (state: string) => Array(7).fill([state, null])
    expect(state({})).toEqual(seven('missing'))
    expect(
      state({ reports: [report(componentId('PROGRESS_ON_TIME'), 0, 0, '2024-06-01', '2024-06-30')] }),
    ).toEqual(seven('not-applicable'))
    expect(state({ reports }, '68/commune')).toEqual(seven('missing'))
  })
})
