import { expect, test } from 'vitest'
import { namesFieldTwice } from './duplicate-keys.ts'

test.each([
  ['{"a":1,"a":2}', true],
  ['{"a":1,"a" :2}', true],
  ['{"a":1,"\\u0061":2}', true],
  ['{"x":[{"a":1},{"b":{"c":1,"c":1}}]}', true],
  ['{"__proto__":1,"__proto__":2}', true],
  ['{"a":{"a":{"a":1}},"b":[{"a":1},{"a":1}]}', false],
  ['{ "a" : ":", "b" : "a\\":", "c" : "\\\\" , "d":"{\\"a\\":1,\\"a\\":2}"}', false],
  ['{"a":1.0,"b":1e2}', false],
  ['{}', false],
])('%s', (text, twice) => {
  expect(namesFieldTwice(text, JSON.parse(text))).toBe(twice)
})
