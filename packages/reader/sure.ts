import type { Contract, Versioned } from '@ioc/schemas/events/contract.ts'
import { instant, readInstant, readInstantAt } from '@ioc/schemas/events/instant.ts'
import type { z } from 'zod'

/**
 * Reads an event's data straight from its JSON text, by readers made from the contract's own zod shape. Undefined says no more than "not
 * surely": whatever is written in another way than programs write JSON (spaces, escapes, letters beyond ASCII), is unknown, doubled or
 * wrong, goes the long way through JSON and zod, which alone says what is wrong. So only what is accepted must be proven equal
 * (tests/contracts/sure.test.ts). JSON.parse, the search for doubled fields and zod took 5 µs an event, this takes 0.8
 * (docs/performance.md).
 */
export type SureReader = (json: string) => Versioned | undefined

/** Reads one value at the cursor and moves it behind; undefined: not surely. No value of JSON is undefined. */
type Read = () => unknown

type Schema = z.core.$ZodType
type Def = { type: string; checks?: readonly { _zod: { def: Check } }[] } & Record<string, unknown>
type Check = { check: string } & Record<string, unknown>

const readers = new WeakMap<Contract, SureReader | null>()

/** The reader of a contract; null where its shape holds something no reader is made for. */
export const sureReaderOf = (contract: Contract): SureReader | null => {
  const known = readers.get(contract)
  if (known !== undefined) return known
  const root = readerOf(contract.data)
  const reader: SureReader | null =
    root &&
    ((json) => {
      text = json
      at = 0
      const data = root()
      return at === json.length ? (data as Versioned | undefined) : undefined
    })
  readers.set(contract, reader)
  return reader
}

/** The text being read, and how far. One text is read at a time, to its end. */
let text = ''
let at = 0

const QUOTE = 34
const BACKSLASH = 92
const COMMA = 44
const OPEN = 123
const CLOSE = 125
const LIST_OPEN = 91
const LIST_CLOSE = 93
const ZERO = 48
/** Beyond so many digits a number may not be exact. */
const DIGITS_MAX = 15

const defOf = (schema: Schema) => schema._zod.def as unknown as Def
const checksOf = (schema: Schema) => (defOf(schema).checks ?? []).map(({ _zod }) => _zod.def)

/** A reader that accepts nothing the shape does not, or null. */
const readerOf = (schema: Schema): Read | null => {
  if (schema === instant) return readMoment
  const def = defOf(schema)
  switch (def.type) {
    case 'object':
      return objectReader(schema)
    case 'string':
      return stringReader(schema)
    case 'number':
      return numberReader(schema)
    case 'boolean':
      return checksOf(schema).length > 0 ? null : readYesNo
    case 'enum':
      return enumReader(schema)
    case 'array':
      return listReader(schema)
    case 'nullable':
      return nullableReader(def.innerType as Schema)
    case 'default':
      return readerOf(def.innerType as Schema)
    default:
      return null
  }
}

/** Where a text that begins at `from` ends, if every character of it means itself. */
const endOfPlain = (from: number): number => {
  for (let to = from; ; to++) {
    const sign = text.charCodeAt(to)
    if (sign === QUOTE) return to
    if (!(sign >= 32 && sign < 127 && sign !== BACKSLASH)) return -1 // the end of the text is NaN
  }
}

const readPlain = (): string | undefined => {
  if (text.charCodeAt(at) !== QUOTE) return undefined
  const end = endOfPlain(at + 1)
  if (end < 0) return undefined
  const content = text.slice(at + 1, end)
  at = end + 1
  return content
}

const stringReader = (schema: Schema): Read | null => {
  const checks = checksOf(schema)
  const patterns = checks.map(({ check, format, pattern }) =>
    check === 'string_format' && format === 'regex' && pattern instanceof RegExp && pattern.flags === ''
      ? pattern
      : null,
  )
  if (!patterns.every((pattern) => pattern !== null)) return null
  return () => {
    const content = readPlain()
    if (content === undefined) return undefined
    for (const pattern of patterns) if (!pattern.test(content)) return undefined
    return content
  }
}

const readMoment: Read = () => {
  if (text.charCodeAt(at) !== QUOTE) return undefined
  const usual = readInstantAt(text, at + 1)
  if (usual !== null && text.charCodeAt(at + 26) === QUOTE) {
    at += 27
    return usual
  }
  const content = readPlain()
  const read = content === undefined ? undefined : readInstant(content)
  return typeof read === 'number' ? read : undefined
}

const readYesNo: Read = () => {
  const value = text.startsWith('true', at)
  if (!value && !text.startsWith('false', at)) return undefined
  at += value ? 4 : 5
  return value
}

/** Whole numbers without a sign alone: others are rare, and the long way knows them. */
const numberReader = (schema: Schema): Read | null => {
  let [least, most, whole] = [0, Number.MAX_SAFE_INTEGER, false]
  for (const { check, value, inclusive, format } of checksOf(schema)) {
    if (check === 'number_format' && format === 'safeint') whole = true
    else if (check === 'greater_than' && inclusive === true) least = Math.max(least, value as number)
    else if (check === 'less_than' && inclusive === true) most = Math.min(most, value as number)
    else return null
  }
  if (!whole) return null
  return () => {
    const from = at
    let number = 0
    let to = at
    for (; ; to++) {
      const digit = text.charCodeAt(to) - ZERO
      if (!(digit >= 0 && digit <= 9)) break
      number = number * 10 + digit
    }
    const digits = to - from
    if (digits === 0 || digits > DIGITS_MAX || (digits > 1 && text.charCodeAt(from) === ZERO))
      return undefined
    const sign = text.charCodeAt(to)
    // A point or an exponent would go on: only what may follow a value may.
    if (sign !== COMMA && sign !== CLOSE && sign !== LIST_CLOSE) return undefined
    if (number < least || number > most) return undefined
    at = to
    return number
  }
}

/** The words of an enum by their first letter, so that few are compared. */
const enumReader = (schema: Schema): Read | null => {
  const words = Object.values(defOf(schema).entries as Record<string, unknown>)
  if (
    checksOf(schema).length > 0 ||
    !words.every((word) => typeof word === 'string' && /^[ -!#-[\]-~]+$/.test(word))
  )
    return null
  const byLetter = Map.groupBy(words as string[], (word) => word.charCodeAt(0))
  const table = Array.from({ length: 127 }, (_, letter) =>
    (byLetter.get(letter) ?? []).map((word) => ({ word, said: `"${word}"` })),
  )
  return () => {
    const letter = text.charCodeAt(at + 1)
    if (!(letter < 127)) return undefined
    for (const { word, said } of table[letter]!)
      if (text.startsWith(said, at)) {
        at += said.length
        return word
      }
    return undefined
  }
}

const nullableReader = (inner: Schema): Read | null => {
  const read = readerOf(inner)
  return (
    read &&
    (() => {
      if (!text.startsWith('null', at)) return read()
      at += 4
      return null
    })
  )
}

const listReader = (schema: Schema): Read | null => {
  let [least, most] = [0, Number.POSITIVE_INFINITY]
  for (const { check, maximum, minimum } of checksOf(schema)) {
    if (check === 'max_length') most = Math.min(most, maximum as number)
    else if (check === 'min_length') least = Math.max(least, minimum as number)
    else return null
  }
  const read = readerOf(defOf(schema).element as Schema)
  if (read === null) return null
  return () => {
    if (text.charCodeAt(at) !== LIST_OPEN) return undefined
    const list: unknown[] = []
    at++
    if (text.charCodeAt(at) === LIST_CLOSE) at++
    else
      for (;;) {
        const value = read()
        if (value === undefined) return undefined
        list.push(value)
        const sign = text.charCodeAt(at++)
        if (sign === LIST_CLOSE) break
        if (sign !== COMMA || list.length >= most) return undefined
      }
    return list.length < least || list.length > most ? undefined : list
  }
}

type Field = { name: string; said: string; read: Read; missing: (() => unknown) | null }

/** Strict objects alone: a field that is not known, or is named twice, is nothing sure. */
const objectReader = (schema: Schema): Read | null => {
  const def = defOf(schema)
  const catchall = def.catchall as Schema | undefined
  if (checksOf(schema).length > 0 || !catchall || defOf(catchall).type !== 'never') return null
  const fields: Field[] = []
  for (const [name, inner] of Object.entries(def.shape as Record<string, Schema>)) {
    const read = readerOf(inner)
    if (read === null || !/^[A-Za-z]\w*$/.test(name)) return null
    const innerDef = defOf(inner)
    const missing = innerDef.type === 'default' ? () => freshDefault(innerDef) : null
    fields.push({ name, said: `"${name}":`, read, missing })
  }
  const numberOf = new Map(fields.map(({ name }, number) => [name, number]))
  // Fields come in the order they came last time: by the number of the one before (0: none) plus one, the number of the next.
  const follows = Array.from({ length: fields.length + 1 }, (_, number) => number % fields.length)
  const values: unknown[] = fields.map(() => undefined)
  const make = makerOf(fields.map(({ name }) => name))

  const numberHere = (): number | undefined => {
    const end = text.indexOf('":', at)
    return end < 0 || text.charCodeAt(at) !== QUOTE ? undefined : numberOf.get(text.slice(at + 1, end))
  }

  return () => {
    if (text.charCodeAt(at) !== OPEN) return undefined
    values.fill(undefined)
    at++
    if (text.charCodeAt(at) === CLOSE) at++
    else
      for (let before = 0; ; ) {
        let number: number | undefined = follows[before]!
        if (!text.startsWith(fields[number]!.said, at)) {
          number = numberHere()
          if (number === undefined) return undefined
          follows[before] = number
        }
        const { said, read } = fields[number]!
        if (values[number] !== undefined) return undefined
        at += said.length
        const value = read()
        if (value === undefined) return undefined
        values[number] = value
        before = number + 1
        const sign = text.charCodeAt(at++)
        if (sign === CLOSE) break
        if (sign !== COMMA) return undefined
      }
    for (let number = 0; number < fields.length; number++) {
      if (values[number] !== undefined) continue
      const { missing } = fields[number]!
      if (missing === null) return undefined
      values[number] = missing()
    }
    return make(values)
  }
}

/** What a field that is not told holds: never the same list twice, since somebody may keep it. */
const freshDefault = (def: Def): unknown => {
  const value = def.defaultValue
  return Array.isArray(value) ? [...value] : value
}

/**
 * Makes objects with these fields from their values in order. As text, like zod's own: every object is then of one shape from its first
 * moment, where setting the fields one by one took 0.5 µs. The names are those of our contracts, letters alone.
 */
const makerOf = (names: readonly string[]): ((values: readonly unknown[]) => object) =>
  new Function(
    'values',
    `return { ${names.map((name, number) => `${name}: values[${number}]`).join(', ')} }`,
  ) as (values: readonly unknown[]) => object
