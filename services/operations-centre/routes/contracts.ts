import type { Catalogues } from '@ioc/catalogues'
import { contracts } from '@ioc/schemas'
import { z } from 'zod'
import { FIELD_KINDS, formFieldsOf } from '../contracts/form-fields.ts'
import { defineOperation, NO_QUERY } from './operation.ts'

const bilingual = z.object({ vi: z.string(), en: z.string() })

const leaf = z.object({
  name: z.string(),
  kind: z.enum(FIELD_KINDS).meta({
    description: '`instant`: ISO 8601 with offset, or a bare day, which is its last millisecond',
  }),
  required: z.boolean(),
  nullable: z.boolean(),
  pattern: z.string().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  choices: z.array(z.string()).optional(),
  title: bilingual.optional().meta({ description: 'Of a field the contract was given as data' }),
})
const field = leaf.extend({
  fields: z
    .array(leaf)
    .optional()
    .meta({ description: 'Of a list what stands in a row; of a map the one field that each code has' }),
})

/** The contracts as fields to be filled in, with those they were given as data. */
export const contractsOperation = (catalogues: () => Pick<Catalogues, 'contractFields'>) =>
  defineOperation({
    path: '/v1/contracts',
    summary: 'The contracts as fields to be filled in, with those they were given as data',
    description:
      'What a form needs. Rules across fields, and codes known to the catalogues, are judged beyond it.',
    query: NO_QUERY,
    answer: z.object({
      contracts: z.array(z.object({ id: z.string(), title: bilingual, fields: z.array(field) })),
    }),
    handle: async () => ({
      contracts: contracts.map((contract) => ({
        id: contract.id,
        title: contract.title,
        fields: formFieldsOf(contract, catalogues().contractFields(contract.id)),
      })),
    }),
  })
