import { expect, test } from 'vitest'
import { personsName } from './by-hand.ts'

test.each([
  ['lan', true],
  ['Nguyễn Thị Lan', true],
  ['breaker-team', true],
  ['breaker', false],
  [' Breaker ', false],
  ['', false],
])('that %j decides by hand: %s', (by, taken) => {
  expect(personsName.safeParse(by).success).toBe(taken)
})
