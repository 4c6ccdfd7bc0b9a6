import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fieldNamedTwice } from '@ioc/reader/duplicate-keys.ts'
import { sureReaderOf } from '@ioc/reader/sure.ts'
import { type Contract, contracts } from '@ioc/schemas'
import fc from 'fast-check'
import { expect, test } from 'vitest'

/** What is read surely must be what JSON and the contract's zod shape read; that something is not read surely is never wrong. */

const EXAMPLES = join(import.meta.dirname, '../../schemas/examples')
const examplesOf = ({ id }: Contract): { file: string; data: Record<string, unknown> }[] =>
  readdirSync(join(EXAMPLES, id)).map((file) => ({
    file,
    data: (JSON.parse(readFileSync(join(EXAMPLES, id, file), 'utf8')) as { data: Record<string, unknown> })
      .data,
  }))

/** Of these a field has a form no sure reader is made for: question codes as names, decimals. They go the long way. */
const LONG_WAY = ['survey-response.v1', 'reported-figure.v1']
const sure = contracts.filter(({ id }) => !LONG_WAY.includes(id))

test('which contracts have a sure reader', () => {
  expect(contracts.filter((contract) => sureReaderOf(contract) === null).map(({ id }) => id)).toEqual(
    LONG_WAY,
  )
})

test.each(sure.flatMap((contract) => examplesOf(contract).map((example) => ({ ...example, contract }))))(
  '$contract.id/$file: read as zod reads it, or not surely',
  ({ contract, file, data }) => {
    const read = sureReaderOf(contract)!(JSON.stringify(data))
    const zod = contract.data.safeParse(data)
    if (file.startsWith('keep.')) expect(zod.success && read).toEqual(zod.data)
    else if (read !== undefined) expect(read).toEqual(zod.data)
  },
)

/** Reads a text both ways; gives whether it was read surely. */
const agrees = (contract: Contract, text: string): boolean => {
  const read = sureReaderOf(contract)!(text)
  if (read === undefined) return false
  const zod = contract.data.safeParse(JSON.parse(text))
  expect(zod.success, text).toBe(true)
  expect(read).toEqual(zod.data)
  expect(Object.keys(read)).toEqual(Object.keys(zod.data!))
  expect(fieldNamedTwice(text)).toBeNull()
  return true
}

/** Values that lie near what is accepted, and are not always. */
const NEAR = [
  '0',
  '-0',
  '-1',
  '007',
  '1.0',
  '1e2',
  '2.5',
  '9007199254740991',
  '9007199254740993',
  '999999999999999',
  '123456789012345678',
  'null',
  'true',
  'false',
  '""',
  '"x"',
  '[]',
  '{}',
  '[null]',
  '"2024-06-20T08:30:00+07:00"',
  '"2024-02-29T23:59:59+07:00"',
  '"2023-02-29T23:59:59+07:00"',
  '"2024-06-20"',
  '"2024-06-31"',
  '"2024-06-20T24:00:00+07:00"',
  '"2024-06-20T08:30:00Z"',
  '"2024-06-20T08:30:00.123+07:00"',
  '"1969-12-31T00:00:00+07:00"',
  '"1970-01-01T07:00:00+07:00"',
  '"9999-12-31T00:00:00+07:00"',
  '"2024-06-20T08:30:00+07:00 "',
  '"24769"',
  '"24769\\u0000"',
  '"2476\\u0039"',
  '"tiếng"',
  '"in-process"',
  '"in-processing"',
  '[{"previousDueAt":"2024-06-20","newDueAt":"2024-06-21","apology":false}]',
  '[{"requestedAt":"2024-06-20T08:30:00+07:00","suppliedAt":null}]',
  '["68"]',
  '["68","24769"]',
]

const changed = (data: Record<string, unknown>) => {
  const names = Object.keys(data)
  const fields = names.map((name) => `${JSON.stringify(name)}:${JSON.stringify(data[name])}`)
  return fc.oneof(
    // Another value in one field.
    fc
      .record({ n: fc.nat(names.length - 1), value: fc.oneof(fc.constantFrom(...NEAR), fc.json()) })
      .map(({ n, value }) => `{${fields.with(n, `${JSON.stringify(names[n])}:${value}`).join(',')}}`),
    // Fields in another order, some left out, one perhaps twice, spaces perhaps.
    fc
      .record({
        order: fc.shuffledSubarray(fields, { minLength: Math.max(0, fields.length - 2) }),
        more: fc.option(fc.constantFrom(...fields, '"unknown":1', '"__proto__":{}', ''), { freq: 4 }),
        gap: fc.constantFrom('', '', '', ' ', '\n'),
      })
      .map(({ order, more, gap }) => `{${[...order, ...(more === null ? [] : [more])].join(`,${gap}`)}}`),
    // One character changed, put in, or taken out.
    fc
      .record({
        at: fc.nat(2_000),
        put: fc.oneof(
          fc.constantFrom(
            '"',
            '\\',
            ',',
            ':',
            '{',
            '}',
            '[',
            ']',
            '0',
            '9',
            '-',
            '.',
            'e',
            ' ',
            '\0',
            '\u00e9',
            '\ud800',
          ),
          fc.string({ maxLength: 2 }),
        ),
        take: fc.nat(2),
      })
      .map(({ at, put, take }) => {
        const text = JSON.stringify(data)
        const place = at % (text.length + 1)
        return text.slice(0, place) + put + text.slice(place + take)
      }),
  )
}

test.each(sure)('$id: whatever the text, what is read surely is what zod reads', (contract) => {
  const kept = examplesOf(contract).filter(({ file }) => file.startsWith('keep.'))
  let surely = 0
  const runs = 3_000
  fc.assert(
    fc.property(
      fc.constantFrom(...kept).chain(({ data }) => changed(data)),
      (text) => {
        if (agrees(contract, text)) surely++
      },
    ),
    { numRuns: runs },
  )
  // Else nothing was compared.
  expect(surely).toBeGreaterThan(runs / 20)
})
