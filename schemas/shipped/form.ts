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
  fields: fieldsOf(jsonSchemaOf(contract) as JsonSchema),
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
