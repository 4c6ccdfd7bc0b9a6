import type { Contract, Versioned } from '@ioc/schemas/events/contract.ts'
import { instant } from '@ioc/schemas/events/instant.ts'
import {
  CLOSE,
  COMMA,
  checksOf,
  cursor,
  type Def,
  defOf,
  LIST_CLOSE,
  LIST_OPEN,
  OPEN,
  QUOTE,
  type Read,
  type Schema,
} from './sure-cursor.ts'
import { enumReader, numberReader, readMoment, readYesNo, stringReader } from './sure-values.ts'

/**
 * Reads an event's data straight from its JSON text, by readers made from the contract's own zod shape. Undefined says no more than "not
 * surely": whatever is written in another way than programs write JSON (spaces, escapes, letters beyond ASCII), is unknown, doubled or
 * wrong, goes the long way through JSON and zod, which alone says what is wrong. So only what is accepted must be proven equal
 * (tests/contracts/sure.test.ts). Reading an event takes 0.4 of the time it took (docs/performance.md).
 */
export type SureReader = (json: string) => Versioned | undefined

const readers = new WeakMap<Contract, SureReader | null>()

/** The reader of a contract; null where its shape holds something no reader is made for. */
export const sureReaderOf = (contract: Contract): SureReader | null => {
  const known = readers.get(contract)
  if (known !== undefined) return known
  const root = readerOf(contract.data)
  const reader: SureReader | null =
    root &&
    ((json) => {
      cursor.text = json
      cursor.at = 0
      const data = root()
      return cursor.at === json.length ? (data as Versioned | undefined) : undefined
    })
  readers.set(contract, reader)
  return reader
}

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

const nullableReader = (inner: Schema): Read | null => {
  const read = readerOf(inner)
  return (
    read &&
    (() => {
      if (!cursor.text.startsWith('null', cursor.at)) return read()
      cursor.at += 4
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
    if (cursor.text.charCodeAt(cursor.at) !== LIST_OPEN) return undefined
    const list: unknown[] = []
    cursor.at++
    if (cursor.text.charCodeAt(cursor.at) === LIST_CLOSE) cursor.at++
    else
      for (;;) {
        const value = read()
        if (value === undefined) return undefined
        list.push(value)
        const sign = cursor.text.charCodeAt(cursor.at++)
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
    const end = cursor.text.indexOf('":', cursor.at)
    return end < 0 || cursor.text.charCodeAt(cursor.at) !== QUOTE
      ? undefined
      : numberOf.get(cursor.text.slice(cursor.at + 1, end))
  }

  return () => {
    if (cursor.text.charCodeAt(cursor.at) !== OPEN) return undefined
    values.fill(undefined)
    cursor.at++
    if (cursor.text.charCodeAt(cursor.at) === CLOSE) cursor.at++
    else
      for (let before = 0; ; ) {
        let number: number | undefined = follows[before]!
        if (!cursor.text.startsWith(fields[number]!.said, cursor.at)) {
          number = numberHere()
          if (number === undefined) return undefined
          follows[before] = number
        }
        const { said, read } = fields[number]!
        if (values[number] !== undefined) return undefined
        cursor.at += said.length
        const value = read()
        if (value === undefined) return undefined
        values[number] = value
        before = number + 1
        const sign = cursor.text.charCodeAt(cursor.at++)
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
 * moment. The names are those of our contracts, letters alone.
 */
const makerOf = (names: readonly string[]): ((values: readonly unknown[]) => object) =>
  new Function(
    'values',
    `return { ${names.map((name, number) => `${name}: values[${number}]`).join(', ')} }`,
  ) as (values: readonly unknown[]) => object
