import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonFaultOf } from './json-fault.ts'

test.each([
  { text: '{\n  "a": 1,\n  "b": }', line: 3, column: 8 },
  { text: '{"a": 1,}', line: 1, column: 9 },
  { text: '{"a" 1}', line: 1, column: 6 },
  { text: '[1, 2', line: 1, column: 6 },
  { text: '{"a": 1} x', line: 1, column: 10 },
  { text: '{"a": 01}', line: 1, column: 8 },
  { text: "{'a': 1}", line: 1, column: 2 },
  { text: '"Đà Lạt', line: 1, column: 1 },
  { text: '', line: 1, column: 1 },
])('$text stops being JSON at $line:$column', ({ text, line, column }) =>
  expect(jsonFaultOf(text)).toEqual({ line, column }),
)

const isJson = (text: string) => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

test('it has a fault exactly where JSON.parse finds one, whatever is taken away or put in', () =>
  fc.assert(
    fc.property(
      fc.json(),
      fc.nat(),
      fc.nat(3),
      fc.constantFrom('', ',', '"', '}', '\\', '0', ' '),
      (json, at, gone, put) => {
        const from = at % (json.length + 1)
        const text = json.slice(0, from) + put + json.slice(from + gone)
        expect(jsonFaultOf(text) === null).toBe(isJson(text))
      },
    ),
  ))
