import type { Reason } from '@ioc/schemas'
import type { ContractFieldType } from '@ioc/schemas/catalogues/contract-fields.ts'
import { readInstant } from '@ioc/schemas/events/instant.ts'
import type { z } from 'zod'

/** A field a contract was given as data. */
type Given = { name: string; type: ContractFieldType }

/** Of the keys an object's shape does not know those the contract was given; they stand at the top of an event's data. */
export const givenOf = (
  issue: z.core.$ZodIssueUnrecognizedKeys,
  given: readonly Given[],
): z.core.$ZodIssueUnrecognizedKeys[] => {
  if (issue.path.length > 0) return []
  const keys = issue.keys.filter((key) => given.some(({ name }) => name === key))
  return keys.length === 0 ? [] : [{ ...issue, keys }]
}

/** A code has no spaces, so no free text fits in. */
const CODE = /^[\w./@:-]{1,128}$/

const HOLDS: Record<ContractFieldType, { fits(value: unknown): boolean; expects: string }> = {
  code: {
    fits: (value) => typeof value === 'string' && CODE.test(value),
    expects: 'a code: letters, digits and . / @ : _ -, at most 128',
  },
  number: { fits: (value) => typeof value === 'number' && Number.isFinite(value), expects: 'a JSON number' },
  'yes-no': { fits: (value) => typeof value === 'boolean', expects: 'true or false' },
  instant: {
    fits: (value) => typeof value === 'string' && typeof readInstant(value) === 'number',
    expects: 'an instant, e.g. 2024-06-20T08:30:00+07:00',
  },
}

/** What is wrong with the value of such a field; null is not told, and nothing is wrong with it. */
export const faultOf = ({ name, type }: Given, told: Record<string, unknown>): Reason[] => {
  const { fits, expects } = HOLDS[type]
  const value = told[name]
  if (value === null || fits(value)) return []
  return [{ path: `data.${name}`, code: 'wrong-type', message: `expects ${expects}, or null` }]
}
