import { expect, test } from 'vitest'
import { ACTION_WORDS, DEAD, DEAD_LETTER_SHOWN, OUTCOME_SHOWN } from './dead-letters.ts'
import { SAY } from './page.ts'
import { reasonWords } from './reasons.ts'
import { vietnameseOf } from './sentences.ts'
import { SNAP } from './snapshots.ts'

test('what a person sets aside and what the ledger skips are two words', () => {
  const setAside = [
    DEAD.drop,
    ACTION_WORDS.drop,
    DEAD_LETTER_SHOWN.dropped.word,
    DEAD_LETTER_SHOWN.dropped.meaning,
    DEAD_LETTER_SHOWN.open.meaning,
    OUTCOME_SHOWN.dropped.word,
    reasonWords('dropped'),
  ].map((words) => words?.vi.toLowerCase())
  for (const words of setAside) expect(words).toContain('gác lại')
  for (const words of setAside) expect(words).not.toContain('bỏ qua')
  expect([SAY.skipped.vi, reasonWords('would-be-skipped')?.vi]).toEqual([
    'Bỏ qua',
    'Sẽ bị bỏ qua, không thay đổi gì',
  ])
})

test('an event of the future is ahead of the clock, not earlier', () => {
  const said = vietnameseOf(
    'lies more than 10 minutes ahead of the business clock at arrival; it would win over every later correction',
  )
  expect(said).toContain('đi trước đồng hồ nghiệp vụ lúc đến hơn 10 phút')
  expect(said).not.toContain('sớm hơn')
})

test('what publishing by hand does is said with its one exception', () => {
  expect(SNAP.publishHint.vi).toMatch(
    /không giá trị nào đổi thì không công bố gì, trừ khi khóa .* đã bị thu hồi/,
  )
  expect(SNAP.publishHint.en).toMatch(/nothing is published, unless the key .* was revoked/)
})
