import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ANSWER_CODES } from '@ioc/snapshot/answer-codes.ts'
import { expect, test } from 'vitest'
import { ANSWER_SAID, answerWords } from './deliveries.ts'

const SETTLED = ['accepted', 'already-accepted']

test.each(ANSWER_CODES)('%s is said in both languages, with what to do', (code) => {
  const { vi, en } = ANSWER_SAID[code]
  expect(vi).toBe(vi.normalize('NFC'))
  expect(vi).not.toBe(en)
  // Two sentences, unless all is well: what it is, and what to do.
  for (const words of [vi, en]) expect(words.split('. ').length).toBe(SETTLED.includes(code) ? 1 : 2)
})

test('the settings that are named are settings of the product', () => {
  const texts = Object.values(ANSWER_SAID).flatMap(({ vi, en }) => [vi, en])
  const named = new Set(texts.flatMap((text) => text.match(/NATIONAL_IOC_[A-Z_]+/g) ?? []))
  const config = readFileSync(
    join(import.meta.dirname, '../../../../packages/config/national-ioc.ts'),
    'utf8',
  )
  expect(named.size).toBeGreaterThan(4)
  expect([...named].filter((name) => !config.includes(name))).toEqual([])
})

test('a code of another version has no words of ours', () => {
  expect([answerWords('not-invented-yet'), answerWords('toString'), answerWords(null)]).toEqual([
    null,
    null,
    null,
  ])
})
