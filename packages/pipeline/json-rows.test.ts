import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonRows } from './json-rows.ts'

test('whatever text a record holds, its row gives it back', () => {
  const text = fc.array(
    fc.oneof(
      fc.string({ unit: 'binary' }).map((s) => s.toWellFormed()),
      fc.constantFrom('"', '\\', '\n', '\t', '\0', '\u001f', '\u007f', '\u2028', 'Đà Lạt', '😀'),
    ),
  )
  fc.assert(
    fc.property(fc.array(text), fc.integer({ min: 1, max: 64 }), (rows, roomBytes) => {
      const written = jsonRows('any', ['n', 'letter', 'text'], roomBytes)
      for (const [index, parts] of rows.entries()) written.add([index, 'Đ', parts.join('')])
      const lines = String(written.taken().bytes).split('\n').slice(0, -1)
      expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
        rows.map((parts, index) => [index, 'Đ', parts.join('')]),
      )
    }),
  )
})
