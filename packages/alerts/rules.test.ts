import { alertRule, defaultRules } from '@ioc/schemas/alerts/index.ts'
import { expect, test } from 'vitest'
import { isInForce, rulesOf } from './rules.ts'

const [first] = defaultRules
const kept = (rule: object, version: number) => ({
  ...{ rule: alertRule.parse({ ...first, ...rule }), version, by: 'lan', atMs: 1 },
})

test('a person’s newest word on a rule comes before the catalogue’s, and what only a person made is there too', () => {
  const rules = rulesOf([
    kept({ enabled: false }, 2),
    kept({ severity: 'warn' }, 1),
    kept({ id: 'ours', origin: 'person' }, 1),
  ])
  expect(rules.map(({ rule }) => rule.id)).toEqual([...defaultRules.map(({ id }) => id), 'ours'].sort())
  expect(rules.find(({ rule }) => rule.id === first!.id)).toMatchObject({
    version: 2,
    rule: { enabled: false, severity: first!.severity },
  })
})

test('ids of the rules to begin with are told apart, their words are in NFC, and each says whose limit it is', () => {
  expect(new Set(defaultRules.map(({ id }) => id)).size).toBe(defaultRules.length)
  for (const { title, origin, note } of defaultRules) {
    expect(origin).toBe('own-default')
    for (const text of [title.vi, title.en, ...(note ? [note.vi, note.en] : [])])
      expect(text).toBe(text.normalize('NFC'))
    expect(title.vi).not.toBe(title.en)
  }
})

test.each([
  [{ enabled: true, validFrom: '2024-01-01', validTo: null }, true],
  [{ enabled: false, validFrom: '2024-01-01', validTo: null }, false],
  [{ enabled: true, validFrom: '2024-07-02', validTo: null }, false],
  [{ enabled: true, validFrom: '2024-01-01', validTo: '2024-07-01' }, true],
  [{ enabled: true, validFrom: '2024-01-01', validTo: '2024-06-30' }, false],
])('%j is in force on 1/7/2024: %s', (part, expected) => {
  expect(isInForce({ ...first!, ...part }, '2024-07-01')).toBe(expected)
})

test.each([
  [{ about: { kind: 'value', indicator: 'x', period: 'week', side: 'below', limit: 1 } }, 'about.period'],
  [{ about: { kind: 'rejects', source: '*', minutes: 0, measure: 'share', limit: 20 } }, 'about.minutes'],
  [{ about: { kind: 'freshness', source: 'Một Nguồn', worse: 'stale' } }, 'about.source'],
  [{ about: { kind: 'weather' } }, 'about.kind'],
  [{ title: { vi: 'a\u0301', en: 'x' } }, 'title.vi'],
  [{ firesAfterSeconds: -1 }, 'firesAfterSeconds'],
  [{ id: 'Source stale' }, 'id'],
])('%j is no rule', (part, path) => {
  const read = alertRule.safeParse({ ...first, ...part })
  expect(read.error?.issues.map((issue) => issue.path.join('.'))).toEqual([path])
})
