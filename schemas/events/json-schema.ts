import { z } from 'zod'
import { type Contract, typeOf } from './contract.ts'

/** JSON Schema (2020-12) of the data a producer takes under a contract: the form on the wire, instants as text. Rules across fields are checked beyond it. */
export const jsonSchemaOf = (contract: Contract): Record<string, unknown> => ({
  ...z.toJSONSchema(contract.data, { io: 'input', target: 'draft-2020-12', unrepresentable: 'any' }),
  $id: `urn:${typeOf(contract)}`,
  title: contract.title.en,
})
