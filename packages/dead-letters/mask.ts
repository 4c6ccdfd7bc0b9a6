import type { Contract } from '@ioc/schemas'
import { jsonSchemaOf } from '@ioc/schemas/events/json-schema.ts'
import { isPersonalName } from '@ioc/schemas/personal-data.ts'
import { z } from 'zod'
import type { EventDocument } from './event.ts'
import { DIGITS_SHOWN_MAX, digitsIn, isKnownCode } from './known-code.ts'
import { shownNames } from './names.ts'

/** Stands where a value could name a person. */
export const MASK = '•••'

/** What a JSON Schema says of one field; undefined: the contract does not know it. */
type Field = Record<string, unknown> | undefined

const asField = (value: unknown): Field =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined

const variants = (field: Field): Record<string, unknown>[] => {
  const any = (field?.anyOf ?? field?.oneOf) as Record<string, unknown>[] | undefined
  return field === undefined ? [] : any ? any.flatMap(variants) : [field]
}

const fieldIn = (field: Field, name: string): Field => {
  for (const variant of variants(field)) {
    const known = asField(asField(variant.properties)?.[name]) ?? asField(variant.additionalProperties)
    if (known) return known
  }
  return undefined
}

const itemOf = (field: Field): Field =>
  variants(field)
    .map(({ items }) => asField(items))
    .find((items) => items !== undefined)

/** A day or an instant, in the forms vendors write, their placeholders for none included; every part within what a clock or calendar shows. */
const DATE =
  /^(?:(?:0001|19\d{2}|20\d{2}|9999)-[01]\d-[0-3]\d|[0-3]?\d[/.-][01]?\d[/.-](?:19|20)\d{2})(?:[T ][0-2]?\d:[0-5]\d(?::[0-5]\d)?(?:\.\d{1,7})?(?:Z|[+-][01]\d:?[0-5]\d)?)?$|^(?:19|20)\d{2}[01]\d[0-3]\d[0-2]\d[0-5]\d[0-5]\d$/
/** A number as Vietnamese documents write it, or digits with separators. */
const DIGITS = /^[\d.,+-]{1,20}$/
/** So few digits stand in the open in any field: half a telephone is no telephone. */
const ANYWHERE_MAX = 6

/** What a contract that took one of these for a field would take for it: then the contract says nothing of who is in the value. */
const COULD_BE_SOMEBODY = [
  ...[
    'nguyen',
    'nguyen-van-an',
    'nguyen.van.an',
    'NGUYEN.VAN.AN',
    'nguyen_van_an',
    'NguyenVanAn',
    'nguyen-an@1990',
  ],
  ...['N.V.AN', 'an1990', '0912345678', '0912.345.678', '068090001234', 'A09.1234.5678', 'H36-091234-5678'],
  `nguyen-an:${'0a'.repeat(16)}`,
]

/** What a field's contract says of its values, asked once for each field of a schema. */
type Knowledge = {
  accepts(value: unknown): boolean
  choices: ReadonlySet<unknown> | null
  isStrict: boolean
  isDate: boolean
  counts: boolean
}

const knowledge = new WeakMap<object, Knowledge>()

const knownOf = (field: Record<string, unknown>): Knowledge => {
  const earlier = knowledge.get(field)
  if (earlier) return earlier
  const accepts = acceptedBy(field)
  const each = variants(field)
  const choices = each.flatMap((variant) => [
    ...((variant.enum ?? []) as unknown[]),
    ...(variant.const === undefined ? [] : [variant.const]),
  ])
  const known = {
    accepts,
    choices: choices.length > 0 ? new Set(choices) : null,
    isStrict: !COULD_BE_SOMEBODY.some(accepts),
    isDate: accepts('2024-01-02') && !accepts('nguyen') && !accepts('0912345678'),
    counts: each.some(({ type }) => type === 'number' || type === 'integer'),
  }
  knowledge.set(field, known)
  return known
}

const acceptedBy = (field: Record<string, unknown>): Knowledge['accepts'] => {
  try {
    const schema = z.fromJSONSchema(field as never)
    return (value) => schema.safeParse(value).success
  } catch {
    return () => false // a schema form the library does not read: then nothing is shown for its sake
  }
}

/** Shown is what the contract takes where it takes nothing that could be somebody, a choice it offers, a date where one belongs, a known code, few digits. */
const isShownText = (text: string, field: Record<string, unknown>): boolean => {
  const { accepts, choices, isStrict, isDate, counts } = knownOf(field)
  if (choices?.has(text)) return true
  if (DIGITS.test(text)) {
    const isNumberOrDate = counts || isDate
    if (digitsIn(text) <= (isNumberOrDate ? DIGITS_SHOWN_MAX : ANYWHERE_MAX)) return true
  }
  if (isDate) return DATE.test(text)
  if (choices) return false
  return (isStrict && accepts(text)) || (/[A-Za-z]/.test(text) && isKnownCode(text))
}

/** Larger than any reader keeps exact: no number of a person is so long, and it is why the record is here. */
const isTooLarge = (value: number) => Math.abs(value) > Number.MAX_SAFE_INTEGER

const maskLeaf = (value: unknown, field: Field): unknown => {
  if (value === null) return null
  if (field === undefined) return MASK
  if (typeof value === 'boolean') return value
  if (typeof value === 'number') {
    const { counts, accepts } = knownOf(field)
    if (counts && (accepts(value) || isTooLarge(value))) return value
    return digitsIn(String(value)) <= (counts ? DIGITS_SHOWN_MAX : ANYWHERE_MAX) ? value : MASK
  }
  return typeof value === 'string' && isShownText(value, field) ? value : MASK
}

/** A copy of a value with everything masked that could name a person: what the contract does not know, and what no field of it would hold. Depth is bounded. */
const maskValue = (value: unknown, field: Field, depth = 0): unknown => {
  if (typeof value !== 'object' || value === null) return maskLeaf(value, field)
  if (depth > 32) return MASK
  if (Array.isArray(value)) return value.map((item) => maskValue(item, itemOf(field), depth + 1))
  return Object.fromEntries(
    [...shownNames(value)].map(([shown, key]) => [
      shown,
      isPersonalName(key)
        ? MASK
        : maskValue((value as Record<string, unknown>)[key], fieldIn(field, key), depth + 1),
    ]),
  )
}

/** What our own clients say a body is. */
export const isJsonType = (text: string): boolean =>
  /^application\/(?:cloudevents\+)?json(?:; ?charset=utf-8)?$/i.test(text)

const maskAttribute = (name: string, value: unknown): unknown => {
  if (typeof value !== 'string') return value === null ? null : MASK
  if (name === 'time') return DATE.test(value) ? value : MASK
  if (name === 'specversion') return /^[\d.]{1,5}$/.test(value) ? value : MASK
  if (name === 'datacontenttype') return isJsonType(value) ? value : MASK
  if (!['id', 'source', 'type'].includes(name)) return MASK
  return isKnownCode(value) && /[A-Za-z]/.test(value) ? value : MASK
}

/** The event with person fields and free text masked. */
export const maskEvent = (event: EventDocument, contract: Contract | undefined): EventDocument => {
  const schema = contract && jsonSchemaOf(contract)
  return Object.fromEntries(
    [...shownNames(event)].map(([shown, key]) => [
      shown,
      key === 'data' ? maskValue(event[key], schema) : maskAttribute(key, event[key]),
    ]),
  )
}
