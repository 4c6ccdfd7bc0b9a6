import { REASON_CODES } from '@ioc/schemas/reason-codes.ts'
import { expect, test } from 'vitest'
import { REASON_WORDS, reasonWords } from './reasons.ts'

test('every code a record can be rejected with has its words, Vietnamese ones in NFC and told apart', () => {
  const words = REASON_CODES.map((code) => reasonWords(code)?.vi ?? '')
  expect(words.filter((word) => word === '' || word !== word.normalize('NFC'))).toEqual([])
  expect(new Set(words).size).toBe(words.length)
  for (const { vi, en } of Object.values(REASON_WORDS)) expect(vi).not.toBe(en)
})

test('a code nobody told us of has none, whatever it is called', () => {
  expect([reasonWords('of-tomorrow'), reasonWords('constructor')]).toEqual([null, null])
})
