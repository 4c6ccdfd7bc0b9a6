import { expect, test } from 'vitest'
import { changeText, halvesText, periodMark, valueText } from './number-text.ts'

test('values as Vietnamese documents write them, and a dash for what is not known', () => {
  expect(valueText({ kind: 'ratio' }, '98.20')).toBe('98,20%')
  expect(valueText({ kind: 'count' }, '1234567')).toBe('1.234.567')
  expect(valueText({ kind: 'ratio' }, null)).toBe('—')
  expect(halvesText({ numerator: 1224.6, denominator: 8718.3 })).toBe('1.224,6 / 8.718,3')
  expect(halvesText({ numerator: 3, denominator: null })).toBeNull()
})

test('a change has its sign and its unit; what cannot be compared has none', () => {
  expect(changeText({ kind: 'ratio' }, { difference: '-0.50', percent: null }, 'vi')).toBe('−0,50 điểm %')
  expect(changeText({ kind: 'count' }, { difference: '+1200', percent: '+12.5' }, 'vi')).toBe(
    '+1.200 (+12,5%)',
  )
  expect(changeText({ kind: 'count' }, { difference: '+7', percent: null }, 'en')).toBe('+7')
  expect(changeText({ kind: 'count' }, null, 'vi')).toBeNull()
})

test('marks of an axis', () => {
  const mark = (kind: Parameters<typeof periodMark>[0]['kind'], from: string, to: string) =>
    periodMark({ kind, from, to, closed: true })
  expect(mark('month', '2024-06-01', '2024-06-30')).toBe('06/2024')
  expect(mark('quarter', '2024-04-01', '2024-06-30')).toBe('Q2/2024')
  expect(mark('half-year', '2024-07-01', '2024-12-31')).toBe('II/2024')
  expect(mark('stated', '2023-01-01', '2023-12-31')).toBe('2023')
})
