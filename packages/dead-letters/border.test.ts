import { expect, test } from 'vitest'
import { readBorder } from './border.ts'

test.each([
  { text: '2024-06-01', means: Date.parse('2024-06-01T00:00:00+07:00') },
  { text: '2024-06-01T08:30:00+07:00', means: Date.parse('2024-06-01T01:30:00Z') },
  { text: '2024-06-31', means: null },
  { text: 'yesterday', means: null },
])('a span that begins or ends at $text', ({ text, means }) => {
  expect(readBorder(text)).toBe(means)
})
