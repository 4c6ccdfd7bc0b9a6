import type { z } from 'zod'
import type { Contract } from '../events/contract.ts'
import { jsonSchemaOf } from '../events/json-schema.ts'
import type { Columns } from './columns.ts'
import { type FieldForm, fieldsOf, type JsonSchema } from './fields.ts'

/** A contract as others rely on it: what may be sent, what is refused, which subject it is of, and where it can be read. */
export type ShippedForm = {
  id: string
  table: string
  fields: Record<string, FieldForm>
  /** Rules across fields, `<path> <code>`. */
  rules: readonly string[]
  /** Own and looked-up columns with their types in the table of versions. */
  columns: Columns
  /** The subject of each example that is kept, by its file: how the key of a subject is made. Null: it is no longer read. */
  subjects: Record<string, string | null>
}

/**
 * The form of a contract today.
 * @param columns of its table of versions
 * @param examples data of its examples to keep, by file
 */
export const formOf = (
  contract: Contract,
  columns: Columns,
  examples: Readonly<Record<string, unknown>>,
): ShippedForm => ({
  id: contract.id,
  table: contract.table,
  fields: withDefaults(contract, fieldsOf(jsonSchemaOf(contract) as JsonSchema)),
  rules: contract.rules.map(({ path, code }) => `${path} ${code}`),
  columns: Object.fromEntries(
    [...contract.columns, ...contract.lookedUpColumns].map((name) => [name, columns[name] ?? 'in no table']),
  ),
  subjects: Object.fromEntries(
    Object.entries(examples).map(([file, data]) => {
      const read = contract.data.safeParse(data)
      return [file, read.success ? `${read.data.issuingSystem}/${contract.code(read.data)}` : null]
    }),
  ),
})

/** A default whose parts are transformed stands in no JSON Schema; the contract itself is asked what it puts there. */
const withDefaults = (contract: Contract, fields: Record<string, FieldForm>): Record<string, FieldForm> => {
  const shape = (contract.data as unknown as { shape?: Record<string, z.ZodType> }).shape ?? {}
  return Object.fromEntries(
    Object.entries(fields).map(([path, field]) => {
      if (field.required || field.default !== undefined) return [path, field]
      const left = shape[path]?.safeParse(undefined)
      return [path, left?.success ? { ...field, default: JSON.stringify(left.data) } : field]
    }),
  )
}
