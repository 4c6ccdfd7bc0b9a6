import { remediationIndicator } from '@ioc/catalogues'
import { describe, expect, test } from 'vitest'
import type { Report } from '../reports.ts'
import { report, valuesOn } from './scores.fixture.ts'

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
