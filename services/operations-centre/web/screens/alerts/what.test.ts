import { type About, about } from '@ioc/schemas/alerts/rule.ts'
import { expect, test } from 'vitest'
import { slugOf } from './slug.ts'
import { halvesText, placeOf, seenText, sentenceOf } from './what.ts'

const names = {
  indicators: [
    {
      id: 'dossier.on-time',
      title: { vi: 'Tỷ lệ đúng hạn', en: 'On time' },
      kind: 'ratio',
      unitOfMeasure: 'hồ sơ',
    },
  ],
  scopes: [{ key: '68', name: { vi: 'Tỉnh Lâm Đồng', en: 'Lâm Đồng' } }],
  sources: [],
}
const of = (given: object): About => about.parse(given)
const value = of({
  kind: 'value',
  indicator: 'dossier.on-time',
  scope: '68',
  period: 'month',
  side: 'below',
  limit: 95,
})
const seen = (part: object) => ({
  ...{ value: null, unit: 'own' as const, numerator: null, denominator: null, state: null, date: null },
  ...part,
})

test.each<[About, string, object]>([
  [value, '68', { path: '/indicators/dossier.on-time', own: { scope: '68', period: 'month' } }],
  [of({ kind: 'freshness', source: '*', worse: 'stale' }), 'a/dossier.v1', { path: '/sources', own: {} }],
  [
    of({ kind: 'rejects', source: '*', minutes: 10, measure: 'share', limit: 20 }),
    'a',
    { path: '/dead-letters', own: { source: 'a' } },
  ],
  [of({ kind: 'lag', of: 'parked', limit: 0 }), 'parked', { path: '/snapshots', own: {} }],
  [of({ kind: 'lag', of: 'records', limit: 0 }), 'records', { path: '/', own: {} }],
])('%j leads to the screen it speaks of', (rule, subject, place) => {
  expect(placeOf(rule, subject)).toEqual(place)
})

test.each<[About, string]>([
  [value, 'Tỷ lệ đúng hạn, Tỉnh Lâm Đồng, tháng: dưới mức 95%'],
  [
    of({ kind: 'missing', indicator: 'gone', scope: '676', period: 'year' }),
    'gone, 676, năm: chưa ai báo cáo',
  ],
  [of({ kind: 'freshness', source: '*', worse: 'stale' }), 'mọi nguồn: từ mức “Cũ”'],
  [of({ kind: 'lag', of: 'records', limit: 10_000 }), 'bản ghi chờ ghi sổ: trên mức 10.000'],
])('a rule in one sentence', (rule, text) => {
  const { vi, en } = sentenceOf(rule, names)
  expect(vi).toBe(text)
  expect(vi).toBe(vi.normalize('NFC'))
  expect(en).not.toBe('')
})

test('what was seen has its unit and its halves; what was not is a dash and never a zero', () => {
  expect(seenText(seen({ value: 93.5, numerator: 187, denominator: 200 }), value, names).vi).toBe('93,5%')
  expect(halvesText(seen({ value: 93.5, numerator: 187, denominator: 200 }), value)?.vi).toBe('187 / 200')
  expect(seenText(seen({}), value, names).vi).toBe('—')
  expect(seenText(null, value, names).vi).toBe('—')
  expect(seenText(seen({ value: 0, unit: 'records' }), null, names).vi).toBe('0 bản ghi')
  expect(seenText(seen({ unit: 'state', state: 'stale' }), null, names).vi).toBe('Cũ')
})

test.each([
  ['Hồ sơ đúng hạn dưới 95%', 'ho-so-dung-han-duoi-95'],
  ['  Đà Lạt — chậm!', 'da-lat-cham'],
  ['95%', ''],
])('the id of %j is %j', (name, id) => expect(slugOf(name)).toBe(id))
