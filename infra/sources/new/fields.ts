import type { Contract } from '@ioc/schemas'
import { z } from 'zod'

/** A field of a contract's input form, as a person who maps to it must know it. */
export type Field = { name: string; required: boolean; type: string }

type Schema = {
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  pattern?: string
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
}

const DAY = '^\\d{4}-\\d{2}-\\d{2}$'

const typeOf = (schema: Schema): string => {
  if (schema.enum) return schema.enum.map(String).join(' | ')
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' or ')
  if (schema.type === 'array') return `list of ${schema.items ? typeOf(schema.items) : 'anything'}`
  if (schema.type === 'object') return `{ ${Object.keys(schema.properties ?? {}).join(', ')} }`
  if (schema.type === 'string' && schema.pattern?.startsWith('^(\\d{4})-')) return 'instant'
  if (schema.type === 'string' && schema.pattern === DAY) return 'day, YYYY-MM-DD'
  return [schema.type ?? 'anything'].flat().join(' or ')
}

/** Fields of the contract in its order: those it must have, and those it may have. */
export const fieldsOf = (contract: Contract): Field[] => {
  const schema = z.toJSONSchema(contract.data, { io: 'input', unrepresentable: 'any' }) as Schema
  const required = new Set(schema.required ?? [])
  return Object.entries(schema.properties ?? {}).map(([name, each]) => ({
    name,
    required: required.has(name),
    type: typeOf(each),
  }))
}
