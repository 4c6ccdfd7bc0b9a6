import { z } from 'zod'
import { bilingual, evidence, sourceText } from './evidence.ts'

/** What a field told as data may hold; free text is none of it: it could name a person. */
export const CONTRACT_FIELD_TYPES = ['code', 'number', 'yes-no', 'instant'] as const
export type ContractFieldType = (typeof CONTRACT_FIELD_TYPES)[number]

/**
 * An optional field that a contract is given while events flow. Producers take it from the moment its set is in force; the aggregator, which
 * never refuses a field it does not know, keeps it in `extra` in any case, also of events told before. It can become a field of the
 * contract's own with its next version of the software.
 */
export const contractField = z.strictObject({
  /** Id of the contract, e.g. `dossier.v1`. */
  contract: z.string().min(1),
  name: z.string().regex(/^[a-z][A-Za-z0-9]{1,62}$/, { error: 'is no name of a field, e.g. reviewScore' }),
  type: z.enum(CONTRACT_FIELD_TYPES),
  title: bilingual,
  evidence,
  source: sourceText,
})

/** `data/contract-fields.json`; absent while no contract has such a field. */
export const contractFieldsDocument = z
  .strictObject({ note: z.string(), fields: z.array(contractField) })
  .default({ note: '', fields: [] })

export type ContractField = z.infer<typeof contractField>
