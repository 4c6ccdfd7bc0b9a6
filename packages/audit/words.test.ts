import { expect, test } from 'vitest'
import { readWords, WrongWords } from './words.ts'

test.each([
  { line: '', words: { command: 'audit', json: false, deep: false } },
  { line: '--deep --json', words: { command: 'audit', json: true, deep: true } },
  { line: 'mend --dry-run', words: { command: 'mend', json: false, dryRun: true } },
  {
    line: 'refold dossier.v1/2 --from 10 --to 12',
    words: { command: 'refold', json: false, topic: 'dossier.v1', partition: 2, from: 10, to: 12 },
  },
  {
    line: 'accept-loss feedback.v1/0 --up-to 99 --why retention',
    words: {
      command: 'accept-loss',
      json: false,
      topic: 'feedback.v1',
      partition: 0,
      upTo: 99,
      why: 'retention',
    },
  },
  { line: 'mend --help', words: { command: 'help', json: false } },
])('"$line" is understood', ({ line, words }) => {
  expect(readWords(line.split(' ').filter(Boolean))).toEqual(words)
})

test.each([
  { line: 'repair', says: 'unknown command repair' },
  { line: '--quietly', says: '--quietly' },
  { line: 'mend everything', says: 'too many words' },
  { line: 'refold dossier.v1 --from 1 --to 2', says: 'expects topic/partition' },
  { line: 'refold dossier.v1/0 --from 5 --to 2', says: 'lies before' },
  { line: 'refold dossier.v1/0 --from -1 --to 2', says: '--from' },
  { line: 'accept-loss dossier.v1/0 --up-to 5', says: '--why' },
  { line: 'accept-loss dossier.v1/0 --why x', says: '--up-to' },
])('"$line" is refused: $says', ({ line, says }) => {
  const refused = () => readWords(line.split(' '))
  expect(refused).toThrow(WrongWords)
  expect(refused).toThrow(says)
})
