import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { contracts } from '@ioc/schemas'
import { jsonSchemaOf } from '@ioc/schemas/events/json-schema.ts'
import { expect, test } from 'vitest'

const EXAMPLES = join(import.meta.dirname, '..', '..', 'schemas', 'examples')

test.each(contracts)(
  '$id gives a JSON Schema that names every field its examples use, and no other',
  (contract) => {
    const schema = jsonSchemaOf(contract) as {
      type: string
      properties: Record<string, unknown>
      required: string[]
      additionalProperties: boolean
    }
    expect(schema.type).toBe('object')
    expect(schema.additionalProperties).toBe(false)
    expect(schema.required).toEqual(
      expect.arrayContaining(['issuingSystem', 'recordedAt', 'sequence', 'voided']),
    )
    const kept = readdirSync(join(EXAMPLES, contract.id)).filter((file) => file.startsWith('keep.'))
    for (const file of kept) {
      const { data } = JSON.parse(readFileSync(join(EXAMPLES, contract.id, file), 'utf8')) as {
        data: Record<string, unknown>
      }
      for (const field of Object.keys(data)) expect(schema.properties).toHaveProperty(field)
      for (const field of schema.required) expect(data).toHaveProperty(field)
    }
  },
)

test('an instant is text with a pattern on the wire', () => {
  const dossier = contracts.find((contract) => contract.id === 'dossier.v1')!
  const { properties } = jsonSchemaOf(dossier) as {
    properties: Record<string, { type?: string; pattern?: string }>
  }
  expect(properties.recordedAt).toMatchObject({ type: 'string', pattern: expect.any(String) })
})
