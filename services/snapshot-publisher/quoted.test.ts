import { canonicalBytes } from '@ioc/snapshot'
import { expect, test } from 'vitest'
import { quotedJson } from './quoted.ts'

test.each([
  {},
  { 'Đạ Huoai': 'số liệu "bổ sung" \\ sau kỳ', lines: 'one\ntwo\u0001\u2028', emoji: '🌊' },
  ['\\"', '"', '\\\\'],
])('%j reads back as the very text', (value) => {
  const canonical = canonicalBytes(value)
  const text = Buffer.from(canonical).toString('utf8')
  expect(quotedJson(canonical).toString('utf8')).toBe(JSON.stringify(text))
})

test('JSON laid out over lines reads back too', () => {
  const text = JSON.stringify({ a: ['"'] }, null, 2)
  expect(JSON.parse(quotedJson(Buffer.from(text)).toString('utf8'))).toBe(text)
})
