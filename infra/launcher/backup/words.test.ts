import { expect, test } from 'vitest'
import { readWords, WrongWords } from './words.ts'

test.each([
  {
    line: 'backup --to b',
    words: { command: 'backup', json: false, to: 'b', withKeys: true, waitSeconds: 300 },
  },
  {
    line: 'backup --to b --without-keys --wait-seconds 5 --json',
    words: { command: 'backup', json: true, to: 'b', withKeys: false, waitSeconds: 5 },
  },
  { line: 'backup verify b', words: { command: 'verify', json: false, folder: 'b' } },
  { line: 'restore --from b', words: { command: 'restore', json: false, from: 'b', into: null } },
  { line: 'restore --from b --into d', words: { command: 'restore', json: false, from: 'b', into: 'd' } },
  { line: 'restore --help', words: { command: 'help', json: false } },
])('"$line" is understood', ({ line, words }) => {
  expect(readWords(line.split(' '))).toEqual(words)
})

test.each([
  { line: 'backup', says: '--to' },
  { line: 'backup verify', says: 'one folder' },
  { line: 'backup check b', says: 'unknown command check' },
  { line: 'backup --to b --wait-seconds soon', says: '--wait-seconds' },
  { line: 'restore b', says: '--from' },
  { line: 'restore --from b --force', says: '--force' },
])('"$line" is refused: $says', ({ line, says }) => {
  const refused = () => readWords(line.split(' '))
  expect(refused).toThrow(WrongWords)
  expect(refused).toThrow(says)
})
