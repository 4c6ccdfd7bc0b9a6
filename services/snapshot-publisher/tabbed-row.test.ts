import { expect, test } from 'vitest'
import { tabbedRow } from './tabbed-row.ts'

test.each([
  { fields: ['dossier', '2024-06-30', '1'], row: 'dossier\t2024-06-30\t1\n' },
  { fields: ['hồ sơ', Buffer.from('{"a":"hồ sơ 😀"}')], row: 'hồ sơ\t{"a":"hồ sơ 😀"}\n' },
  { fields: ['', Buffer.from('{"a":"\\"\\\\"}')], row: '\t{"a":"\\\\"\\\\\\\\"}\n' },
  { fields: ['a\tb\nc', 'd'], row: 'a\\tb\\nc\td\n' },
])('$row', ({ fields, row }) => {
  expect(tabbedRow(fields).toString('utf8')).toBe(row)
})
