import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Contract } from '../events/contract.ts'
import { columnsAfter } from './columns.ts'
import { formOf, type ShippedForm } from './form.ts'

const SCHEMAS = join(import.meta.dirname, '..')

/** Where the contract of an id is recorded as it was shipped. */
export const SHIPPED_FOLDER = join(import.meta.dirname, 'contracts')
/** Where every example that was ever shipped is recorded, with the hash of its bytes. */
export const SHIPPED_EXAMPLES = join(import.meta.dirname, 'examples.json')

/** The contracts of this checkout as they are now, columns and examples read from its files. */
export const formsNow = (contracts: readonly Contract[]): ShippedForm[] => {
  const tables = columnsAfter(
    readdirSync(join(SCHEMAS, 'tables'))
      .sort()
      .map((file) => readFileSync(join(SCHEMAS, 'tables', file), 'utf8')),
  )
  return contracts.map((contract) =>
    formOf(contract, tables.get(contract.table) ?? {}, keptExamples(contract.id)),
  )
}

const keepFiles = (id: string) =>
  readdirSync(join(SCHEMAS, 'examples', id))
    .filter((file) => file.startsWith('keep.'))
    .sort()

const keptExamples = (id: string): Record<string, unknown> =>
  Object.fromEntries(
    keepFiles(id).map((file) => [
      file,
      (JSON.parse(readFileSync(join(SCHEMAS, 'examples', id, file), 'utf8')) as { data: unknown }).data,
    ]),
  )

/** Every contract that was ever recorded. */
export const shippedForms = (): ShippedForm[] =>
  readdirSync(SHIPPED_FOLDER)
    .sort()
    .map((file) => JSON.parse(readFileSync(join(SHIPPED_FOLDER, file), 'utf8')) as ShippedForm)

/** SHA-256 of each example to keep, by `<contract>/<file>`. */
export const exampleHashesNow = (ids: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    ids.flatMap((id) =>
      keepFiles(id).map((file) => [
        `${id}/${file}`,
        createHash('sha256')
          .update(readFileSync(join(SCHEMAS, 'examples', id, file), 'utf8').replaceAll('\r\n', '\n'))
          .digest('hex'),
      ]),
    ),
  )

export const shippedExamples = (): Record<string, string> =>
  JSON.parse(readFileSync(SHIPPED_EXAMPLES, 'utf8')) as Record<string, string>
