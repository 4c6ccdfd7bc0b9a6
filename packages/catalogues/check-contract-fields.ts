import { contractById } from '@ioc/schemas'
import { isPersonalName } from '@ioc/schemas/personal-data.ts'
import type { CatalogueDocuments } from './documents.ts'
import type { Problem } from './problem.ts'

/** Fields told as data belong to a contract, are named once, are none it has already, and name no person. */
export function checkContractFields({ 'contract-fields': { fields } }: CatalogueDocuments): Problem[] {
  const seen = new Set<string>()
  return fields.flatMap(({ contract, name }): Problem[] => {
    const row = `${contract}/${name}`
    const say = (code: string, message: string): Problem[] => [
      { file: 'contract-fields.json', row, code, message } as Problem,
    ]
    const known = contractById.get(contract)
    if (!known)
      return say('unknown-contract', `is a field of no contract: ${[...contractById.keys()].join(', ')}`)
    if (seen.has(row)) return say('duplicate', 'is named twice: take one out')
    seen.add(row)
    if (isPersonalName(name))
      return say('personal-data', 'is a name of personal data, which stops at the edge')
    if (name in (known.data as unknown as { shape: object }).shape)
      return say('known-field', 'is a field of the contract already: take it out')
    return []
  })
}
