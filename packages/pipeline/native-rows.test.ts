import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openLongs, openTexts } from './bytes.ts'
import { nativeRows } from './native-rows.ts'

/** Reads a varint and what it counts, as the engine does. */
const readText = (bytes: Buffer, at: number): { text: string; next: number } => {
  let [length, scale, from] = [0, 1, at]
  for (; ; scale *= 128) {
    const byte = bytes[from++]!
    length += (byte & 127) * scale
    if (byte < 128) break
  }
  return { text: bytes.toString('utf8', from, from + length), next: from + length }
}

test('texts of any letters and lengths, and whole numbers, are read back', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }).map((each) => each.toWellFormed()),
    fc.constantFrom(
      '',
      'x'.repeat(32),
      'x'.repeat(33),
      'x'.repeat(127),
      'x'.repeat(128),
      'Đà Lạt',
      'đ'.repeat(64),
      '😀',
    ),
  )
  fc.assert(
    fc.property(
      fc.array(fc.tuple(text, fc.maxSafeInteger()), { maxLength: 8 }),
      fc.integer({ min: 1, max: 40 }),
      (rows, room) => {
        const texts = openTexts(room)
        const numbers = openLongs()
        for (const [each, number] of rows) {
          texts.add(each)
          numbers.add(number)
          numbers.addDigits(String(BigInt.asUintN(64, BigInt(number))))
        }
        const [bytes, longs] = [texts.written(), numbers.written()]
        let at = 0
        for (const [n, [each, number]] of rows.entries()) {
          const read = readText(bytes, at)
          expect(read.text).toBe(each)
          expect(longs.readBigInt64LE(n * 16)).toBe(BigInt(number))
          expect(longs.readBigInt64LE(n * 16 + 8)).toBe(BigInt(number))
          at = read.next
        }
        expect(at).toBe(bytes.length)
      },
    ),
  )
})

test('a block says its columns and rows', () => {
  const rows = nativeRows('ledger', ['topic', 'offset'])
  rows.add(['dossier.v1', 7])
  rows.add(['dossier.v1', 8])
  const block = rows.taken()
  expect(block).toMatchObject({ table: 'ledger', format: 'Native', rows: 2 })
  expect([...Buffer.from(block.bytes).subarray(0, 2)]).toEqual([2, 2])
})

test('of a column no file describes the engine alone knows the type: its rows go as lines of JSON', () => {
  const rows = nativeRows('ledger', ['topic', 'added_by_hand'])
  rows.add(['dossier.v1', 'x'])
  const { format, bytes } = rows.taken()
  expect([format, String(bytes)]).toEqual(['JSONCompactEachRow', '["dossier.v1","x"]\n'])
})
