import { expect, test } from 'vitest'
import { identifier, literal, shapeOf } from './statement.ts'

const plain = { empty: false, insert: false, several: false, format: undefined }

test.each([
  { sql: 'SELECT 1', shape: plain },
  { sql: 'SELECT 1; -- the end', shape: plain },
  { sql: "SELECT 'a; b FORMAT CSV'", shape: plain },
  { sql: "SELECT 'it\\'s; b' -- don't; stop\n, 2", shape: plain },
  { sql: 'SELECT 1 format JSONCompact', shape: { ...plain, format: 'JSONCompact' } },
  { sql: 'SELECT 1 FORMAT JSON SETTINGS max_threads = 1;\n', shape: { ...plain, format: 'JSON' } },
  { sql: 'SELECT 1; SELECT 2', shape: { ...plain, several: true } },
  { sql: "/* ; */ INSERT INTO t VALUES (1, ';')", shape: { ...plain, insert: true } },
  { sql: ' -- nothing\n', shape: { ...plain, empty: true } },
])('the shape of $sql', ({ sql, shape }) => {
  expect(shapeOf(sql)).toEqual(shape)
})

test('texts and names cannot end themselves', () => {
  expect(literal("a'b\\c")).toBe("'a\\'b\\\\c'")
  expect(identifier('a`b')).toBe('`a\\`b`')
})
