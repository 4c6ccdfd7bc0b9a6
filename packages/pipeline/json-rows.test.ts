import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openJsonRows } from './json-rows.ts'

test('whatever text a record holds, its row gives it back', () => {
  const text = fc.array(
    fc.oneof(
      fc.string({ unit: 'binary' }).map((s) => s.toWellFormed()),
      fc.constantFrom('"', '\\', '\n', '\t', '\0', '\u001f', '\u007f', '\u2028', 'Đà Lạt', '😀'),
    ),
  )
  fc.assert(
    fc.property(fc.array(text), fc.integer({ min: 1, max: 64 }), (rows, roomBytes) => {
      const written = openJsonRows(roomBytes)
      for (const [index, parts] of rows.entries())
        written.write(`${JSON.stringify([index, 'Đ', parts.join('')])}\n`)
      const lines = written.taken().toString('utf8').split('\n').slice(0, -1)
      expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
        rows.map((parts, index) => [index, 'Đ', parts.join('')]),
      )
    }),
  )
})
