import { expect, test } from 'vitest'
import { canary, canaryIn } from './canaries.persons.ts'

const person = canary(7)
const utf16 = (text: string) => Buffer.from(text, 'utf16le')
const FORMS: Record<string, (text: string) => Buffer | string> = {
  plain: (text) => text,
  'upper case': (text) => text.toUpperCase(),
  'lower case': (text) => text.toLowerCase(),
  NFD: (text) => text.normalize('NFD'),
  'NFD in upper case': (text) => text.normalize('NFD').toUpperCase(),
  'URL-encoded': (text) => encodeURIComponent(text),
  'URL-encoded in lower case': (text) => encodeURIComponent(text).toLowerCase(),
  'JSON in ASCII': (text) =>
    text.replace(/[^ -~]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`),
  base64: (text) => Buffer.from(text).toString('base64'),
  'base64 a byte on': (text) => Buffer.from(` ${text}`).toString('base64'),
  'base64 for addresses': (text) => Buffer.from(`  ${text}`).toString('base64url'),
  hexadecimal: (text) => Buffer.from(text).toString('hex'),
  'UTF-16': utf16,
  'UTF-16, other end first': (text) => utf16(text).swap16(),
}

test.each(Object.keys(FORMS).flatMap((form) => Object.keys(person).map((field) => ({ form, field }))))(
  'the $field of a canary is seen $form, among other bytes',
  ({ form, field }) => {
    const told = FORMS[form]!(person[field as keyof typeof person])
    const noise = Buffer.from([0, 255, 17, 128])
    expect(canaryIn(Buffer.concat([noise, Buffer.from(told as string), noise]))).not.toBe(null)
  },
)

test('its last word alone is seen, and what is no canary is not', () => {
  expect(canaryIn(person.name.split(' ').at(-1)!)).not.toBe(null)
  for (const none of ['Đặng Thị Lan', '0977944', 'canary', 'zqx', '']) expect(canaryIn(none)).toBe(null)
})
