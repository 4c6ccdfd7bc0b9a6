import { expect, test } from 'vitest'
import { isLong, jsonPieces } from './json-pieces.ts'

const rows = (length: number) => Array.from({ length }, (_, k) => ({ k, text: 'Đà Lạt "1"', none: null }))

test.each([
  [{}],
  [{ a: 1 }],
  [{ left: undefined, out: undefined }],
  [{ asOf: null, left: undefined, values: [] }],
  [{ asOf: '2024', values: rows(1), next: null }],
  [{ values: rows(500), more: rows(501) }],
  [{ 'odd "key"': rows(1_700), last: { deep: [1, 2, { x: undefined }] } }],
])('the pieces of %j together are its JSON text', (answer) => {
  const pieces = [...jsonPieces(answer)]
  expect(pieces.join('')).toBe(JSON.stringify(answer))
})

test('a long array is what makes an answer long', () => {
  expect([isLong({ values: rows(500) }), isLong({ values: rows(501) })]).toEqual([false, true])
})
