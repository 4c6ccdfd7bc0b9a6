import { expect, test } from 'vitest'
import { canonicalBytes, digestOf, NotCanonical } from './canonical.ts'

const text = (value: unknown) => new TextDecoder().decode(canonicalBytes(value))
const hex = (value: unknown) => Buffer.from(canonicalBytes(value)).toString('hex')

test('RFC 8785 section 3.2.2 and 3.2.3: the example of the standard', () => {
  const input = JSON.parse(
    String.raw`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],
      "string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`,
  )
  expect(text(input)).toBe(
    String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
  )
  expect(hex({ s: '€' })).toBe('7b2273223a22e282ac227d') // UTF-8, not escaped
})

test('RFC 8785 section 3.2.3: names are sorted by UTF-16 code units', () => {
  const input = JSON.parse(
    String.raw`{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}`,
  )
  expect(Object.values(JSON.parse(text(input)))).toHaveLength(7)
  expect(
    text(input)
      .match(/:"([^"]+)"/g)!
      .map((m) => m.slice(2, -1)),
  ).toEqual([
    'Carriage Return',
    'One',
    'Control',
    'Latin Small Letter O With Diaeresis',
    'Euro Sign',
    'Emoji: Grinning Face',
    'Hebrew Letter Dalet With Dagesh',
  ])
})

// RFC 8785 appendix B: IEEE 754 bits, and the text they must become.
test.each([
  ['0000000000000000', '0'],
  ['8000000000000000', '0'],
  ['0000000000000001', '5e-324'],
  ['8000000000000001', '-5e-324'],
  ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['ffefffffffffffff', '-1.7976931348623157e+308'],
  ['4340000000000000', '9007199254740992'],
  ['c340000000000000', '-9007199254740992'],
  ['4430000000000000', '295147905179352830000'],
  ['44b52d02c7e14af5', '9.999999999999997e+22'],
  ['44b52d02c7e14af6', '1e+23'],
  ['44b52d02c7e14af7', '1.0000000000000001e+23'],
  ['444b1ae4d6e2ef4e', '999999999999999700000'],
  ['444b1ae4d6e2ef4f', '999999999999999900000'],
  ['444b1ae4d6e2ef50', '1e+21'],
  ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
  ['3eb0c6f7a0b5ed8d', '0.000001'],
  ['41b3de4355555553', '333333333.3333332'],
  ['41b3de4355555554', '333333333.33333325'],
  ['41b3de4355555555', '333333333.3333333'],
  ['41b3de4355555556', '333333333.3333334'],
  ['41b3de4355555557', '333333333.33333343'],
  ['becbf647612f3696', '-0.0000033333333333333333'],
  ['43143ff3c1cb0959', '1424953923781206.2'],
])('the double %s is written %s', (bits, written) => {
  expect(text(Buffer.from(bits, 'hex').readDoubleBE())).toBe(written)
})

test.each([
  ['not a number', { a: Number.NaN }, 'a'],
  ['without end', { a: [1, Number.POSITIVE_INFINITY] }, 'a.1'],
  ['half a surrogate pair', { a: { b: '\ud800' } }, 'a.b'],
  ['half a surrogate pair in a name', { '\udc00': 1 }, ''],
  ['undefined in an object, which JSON.stringify would leave out', { a: 1, b: undefined }, 'b'],
  ['undefined in an array, which JSON.stringify would make null', { a: [undefined] }, 'a.0'],
  ['a Date, which would become text', { at: new Date(0) }, 'at'],
  ['a big integer', { n: 1n }, 'n'],
  ['an object that says it is another', { a: { toJSON: () => 1 } }, 'a'],
])('has no canonical form: %s', (_what, value, path) => {
  expect(() => canonicalBytes(value)).toThrow(NotCanonical)
  try {
    canonicalBytes(value)
  } catch (error) {
    expect((error as NotCanonical).path).toBe(path)
  }
})

test('an endless nest is refused in words, not by a stack overflow', () => {
  expect(() => canonicalBytes(JSON.parse(`${'['.repeat(200_000)}${']'.repeat(200_000)}`))).toThrow(
    NotCanonical,
  )
})

test('a digest is sha-256 and hexadecimal', () => {
  expect(digestOf(new TextEncoder().encode('abc'))).toBe(
    'sha-256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad', // FIPS 180-2
  )
})
