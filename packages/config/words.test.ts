import { expect, test } from 'vitest'
import { commandIn, parseWords, WrongWords } from './words.ts'

const OPTIONS = { why: { type: 'string' }, json: { type: 'boolean', default: false } } as const

test.each([
  { words: ['hold', 'x', '--why', 'y'], positionals: ['hold', 'x'], values: { why: 'y', json: false } },
  { words: ['--', '--json'], positionals: [], values: { json: true } },
  { words: [], positionals: [], values: { json: false } },
])('$words are $positionals and $values', ({ words, positionals, values }) => {
  const parsed = parseWords(words, OPTIONS)
  expect(parsed.positionals).toEqual(positionals)
  expect({ ...parsed.values }).toEqual(values)
})

test.each([
  [['--whi', 'y'], /--whi/],
  [['--why'], /--why/],
  [['--json=5'], /--json/],
])('%j is named', (words, says) => {
  expect(() => parseWords(words, OPTIONS)).toThrow(WrongWords)
  expect(() => parseWords(words, OPTIONS)).toThrow(says)
})

test('an unknown command is told the known ones', () => {
  expect(commandIn('list', ['list', 'show'])).toBe('list')
  expect(() => commandIn('lst', ['list', 'show'])).toThrow(/unknown command lst; known: list, show/)
  expect(() => commandIn(undefined, ['list'])).toThrow(/unknown command \(none\)/)
})
