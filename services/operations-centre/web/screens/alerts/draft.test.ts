import { alertRule, defaultRules } from '@ioc/schemas/alerts/index.ts'
import { expect, test } from 'vitest'
import { draftOf, newDraft, readNumber, ruleOf } from './draft.ts'

test.each(defaultRules.map((rule) => ({ id: rule.id, rule })))(
  '$id comes out of the form as it went in',
  ({ rule }) => {
    expect({ ...ruleOf(draftOf(rule)), origin: rule.origin }).toEqual(rule)
  },
)

test.each([
  {
    kind: 'change',
    indicator: 'a',
    scope: '68',
    period: 'year',
    side: 'up',
    measure: 'percent',
    limit: 12.5,
  },
  { kind: 'missing', indicator: 'a', scope: '68/commune', period: 'day' },
  { kind: 'lag', of: 'days', limit: 2 },
])('so does $kind', (about) => {
  const rule = alertRule.parse({ ...defaultRules[0], about })
  expect({ ...ruleOf(draftOf(rule)), origin: rule.origin }).toEqual(rule)
})

test('a new rule is called after its Vietnamese name, which also stands in for an English one', () => {
  const draft = { ...newDraft('2024-07-01'), titleVi: 'Hồ sơ trễ', limit: '95,5' }
  expect(ruleOf(draft)).toMatchObject({
    id: 'ho-so-tre',
    title: { vi: 'Hồ sơ trễ', en: 'Hồ sơ trễ' },
    about: { limit: 95.5 },
  })
})

test.each([
  ['95', 95],
  ['95,5', 95.5],
  ['95.5', 95.5],
  ['10.000', 10_000],
  ['-3', -3],
  ['', Number.NaN],
  ['nhiều', Number.NaN],
])('%j is %d', (text, number) => expect(readNumber(text)).toBe(number))
