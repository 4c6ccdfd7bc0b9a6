import { isShownId } from '@ioc/reader'
import type { Contract } from '@ioc/schemas'
import { jsonSchemaOf } from '@ioc/schemas/events/json-schema.ts'
import { isPersonalName } from '@ioc/schemas/personal-data.ts'
import { z } from 'zod'
import type { EventDocument } from './event.ts'
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

/** A day or an instant, in the forms vendors write; no telephone and no citizen's number looks like one. */
const DATE =
  /^(?:\d{4}-\d{2}-\d{2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4})(?:[T ]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})?)?$|^(?:19|20)\d{12}$/
/** A number as Vietnamese documents write it, too short to be anybody's. */
const FEW_DIGITS = /^[\d.,+-]{1,12}$/
/** A code with its separators and hardly a letter: `000.00.00.H36-240620-001`. */
const CODE = /^(?=(?:[^A-Z]*[A-Z]){0,4}[^A-Z]*$)(?=(?:[^.-]*[.-]){2})[A-Z\d][A-Z\d.-]{3,63}$/
const WORD = /^[a-z][a-z-]{0,31}$/
const digitsIn = (text: string) => text.replace(/\D/g, '').length
const LONG_RUN = /\d{9}/

const accepts = (field: Field, value: unknown): boolean => {
  try {
    return field !== undefined && z.fromJSONSchema(field as never).safeParse(value).success
  } catch {
    return false // a schema form the library does not read: then nothing is shown for its sake
  }
}

/** What the contract takes for a field stands in the open wherever it is kept, so it may be shown; of anything else only shapes that can hold nobody. */
const isShownText = (text: string, field: Field): boolean => {
  if (DATE.test(text)) return true
  if (FEW_DIGITS.test(text) && digitsIn(text) < 9) return true
  if (CODE.test(text) && !LONG_RUN.test(text)) return true
  const isChoice = variants(field).some(
    (variant) => variant.enum !== undefined || variant.const !== undefined,
  )
  if (isChoice) return WORD.test(text)
  return accepts(field, text) && isShownId(text) && /[\d.-]/.test(text) && !LONG_RUN.test(text)
}

const maskLeaf = (value: unknown, field: Field): unknown => {
  if (value === null) return null
  if (field === undefined) return MASK
  if (typeof value === 'boolean') return value
  if (typeof value === 'number') {
    const counts = variants(field).some(({ type }) => type === 'number' || type === 'integer')
    return counts || Math.abs(value) < 1e8 ? value : MASK
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

const maskAttribute = (name: string, value: unknown): unknown => {
  if (typeof value !== 'string') return value === null ? null : MASK
  if (name === 'time') return DATE.test(value) ? value : MASK
  if (name === 'specversion') return /^[\d.]{1,5}$/.test(value) ? value : MASK
  if (!['id', 'source', 'type'].includes(name)) return MASK
  return isShownId(value) && !LONG_RUN.test(value) ? value : MASK
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
