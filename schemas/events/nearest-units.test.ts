import { expect, test } from 'vitest'
import { nearestKnown } from './nearest-units.ts'

test.each([
  { codes: ['24991', '24994'], said: '; nearest known: 24991, 24994' },
  // A sentence that ends in a colon reads as if it had been cut off.
  { codes: [], said: '' },
])('codes $codes are told as "$said"', ({ codes, said }) => {
  expect(nearestKnown(codes)).toBe(said)
})
