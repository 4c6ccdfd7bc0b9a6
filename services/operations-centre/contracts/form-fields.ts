import type { ContractField } from '@ioc/schemas/catalogues/contract-fields.ts'
import type { Contract } from '@ioc/schemas/events/contract.ts'
import { instant } from '@ioc/schemas/events/instant.ts'
import { jsonSchemaOf } from '@ioc/schemas/events/json-schema.ts'
import { z } from 'zod'

/** What a field of a contract is to whoever fills it in. `map`: values by a code; `list`: rows of fields. */
export const FIELD_KINDS = ['text', 'instant', 'day', 'number', 'yes-no', 'choice', 'list', 'map'] as const
export type FieldKind = (typeof FIELD_KINDS)[number]

/** A field that holds one value. */
export type LeafField = {
  name: string
  kind: FieldKind
  /** Must be there; else the contract knows what its absence means. */
  required: boolean
  /** May say outright that it is not known. */
  nullable: boolean
  /** Of a text: what it must look like, as an ECMAScript pattern. */
  pattern?: string
  minimum?: number
  maximum?: number
  /** Of a choice. */
  choices?: string[]
  /** Of a field that the contract was given as data: its own name. */
  title?: { vi: string; en: string }
}
/** Of a list: what stands in a row. Of a map: the one field each code has. */
export type FormField = LeafField & { fields?: LeafField[] }

type Schema = {
  type?: string
  anyOf?: Schema[]
  enum?: string[]
  pattern?: string
  minimum?: number
  maximum?: number
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  additionalProperties?: Schema | boolean
}

const INSTANT = z.toJSONSchema(instant, { io: 'input' }).pattern
const DAY = '^\\d{4}-\\d{2}-\\d{2}$'

/** The fields of an event's data under a contract, in its order, and those it was given as data. */
export const formFieldsOf = (contract: Contract, given: readonly ContractField[] = []): FormField[] => [
  ...fieldsIn(jsonSchemaOf(contract)),
  ...given.map(
    ({ name, type, title }): FormField => ({
      name,
      kind: type === 'code' ? 'text' : type,
      required: false,
      nullable: true,
      title,
    }),
  ),
]

const fieldsIn = (schema: Schema): FormField[] =>
  Object.entries(schema.properties ?? {}).map(([name, field]) =>
    fieldOf(name, field, schema.required?.includes(name) ?? false),
  )

const fieldOf = (name: string, schema: Schema, required: boolean): FormField => {
  const variants = schema.anyOf ?? [schema]
  const nullable = variants.some(({ type }) => type === 'null')
  const own = variants.find(({ type }) => type !== 'null') ?? {}
  return { name, required, nullable, ...shapeOf(own) }
}

/** @throws Error for a shape no form has a field for: a contract that grows one must not lose it in silence. */
const shapeOf = (schema: Schema): Omit<FormField, 'name' | 'required' | 'nullable'> => {
  const { pattern, minimum, maximum } = schema
  if (schema.enum) return { kind: 'choice', choices: [...schema.enum] }
  switch (schema.type) {
    case 'string':
      if (pattern === INSTANT) return { kind: 'instant' }
      return pattern === DAY ? { kind: 'day' } : { kind: 'text', ...(pattern && { pattern }) }
    case 'boolean':
      return { kind: 'yes-no' }
    case 'integer':
    case 'number':
      return {
        kind: 'number',
        // Bounds that only say what JSON keeps exact mean nothing to who fills it in.
        ...(minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER && { minimum }),
        ...(maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER && { maximum }),
      }
    case 'array':
      return { kind: 'list', fields: rowOf(schema.items ?? {}) }
    case 'object':
      if (typeof schema.additionalProperties === 'object')
        return { kind: 'map', fields: [fieldOf('', schema.additionalProperties, true)] }
      throw new Error('a form has no field for an object inside an event')
    default:
      throw new Error(`a form has no field for ${JSON.stringify(schema)}`)
  }
}

/** A list of plain values has one field without a name. */
const rowOf = (items: Schema): LeafField[] =>
  items.properties ? fieldsIn(items) : [fieldOf('', items, true)]
