import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayOf, readInstant, toIso, toLocalText } from './instant.ts'

test.each([
  ['2024-06-20T08:30:00+07:00', Date.UTC(2024, 5, 20, 1, 30)],
  ['2024-06-20T01:30:00Z', Date.UTC(2024, 5, 20, 1, 30)],
  ['2024-06-20T08:30:00.5+07:00', Date.UTC(2024, 5, 20, 1, 30, 0, 500)],
  // A bare day is its last millisecond in Asia/Ho_Chi_Minh.
  ['2024-06-20', Date.UTC(2024, 5, 20, 16, 59, 59, 999)],
  ['2024-02-29T00:00:00+07:00', Date.UTC(2024, 1, 28, 17)],
  ['2023-02-29T00:00:00+07:00', 'wrong-instant'],
  ['2024-04-31T00:00:00+07:00', 'wrong-instant'],
  ['2024-13-01T00:00:00+07:00', 'wrong-instant'],
  ['2024-06-20T24:00:00+07:00', 'wrong-instant'],
  ['2024-06-20T08:3a:00+07:00', 'wrong-instant'],
  ['2024-06-20T08:30:00', 'wrong-instant'], // no offset: whose eight o'clock?
  ['20240620083000', 'wrong-instant'],
  ['20/06/2024', 'wrong-instant'],
  ['', 'wrong-instant'],
  ['1969-12-31T23:59:59+07:00', 'before-1970'],
  ['1970-01-01T06:59:59+07:00', 'before-1970'], // still 1969 in UTC, and a negative version
  // Vietnam was at +08:00 then, so that its local text means 1969 to ClickHouse, and a version that wraps round.
  ['1970-01-01T00:00:00Z', 'before-1970'],
  ['1970-01-01T07:00:00+07:00', 'before-1970'],
  ['1970-01-01T07:59:59.999+07:00', 'before-1970'],
  ['1970-01-01T08:00:00+07:00', 3_600_000],
  ['1970-01-01', Date.UTC(1970, 0, 1, 16, 59, 59, 999)],
  ['0001-01-01T00:00:00+07:00', 'before-1970'],
  ['9999-12-31T23:59:59+07:00', 'beyond-2100'],
] as const)('%s is read as %s', (text, expected) => {
  expect(readInstant(text)).toBe(expected)
})

test('every instant survives being written and read, in the common form and with milliseconds', () => {
  fc.assert(
    fc.property(fc.integer({ min: 3_600_000, max: Date.UTC(2100, 11, 31) }), (ms) => {
      expect(readInstant(toIso(ms))).toBe(ms)
      const whole = ms - (ms % 1000)
      expect(readInstant(toIso(whole).replace('.000', ''))).toBe(whole)
    }),
  )
})

test('a day begins in Asia/Ho_Chi_Minh', () => {
  expect(dayOf(Date.parse('2024-06-30T16:59:59.999Z'))).toBe('2024-06-30')
  expect(dayOf(Date.parse('2024-06-30T17:00:00.000Z'))).toBe('2024-07-01')
  expect(toLocalText(Date.parse('2024-06-30T17:00:00.007Z'))).toBe('2024-07-01 00:00:00.007')
})
