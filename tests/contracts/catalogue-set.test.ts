import { readdirSync, readFileSync } from 'node:fs'
import { contractById, topics } from '@ioc/schemas'
import { catalogueSetJsonSchema, readCatalogueSet } from '@ioc/schemas/control/catalogue-set.ts'
import { CATALOGUE_TOPIC } from '@ioc/schemas/topics.ts'
import { expect, test } from 'vitest'
import { z } from 'zod'

const folder = new URL('../../schemas/examples/catalogue.v1/', import.meta.url)
const names = readdirSync(folder)
const bytesOf = (name: string) => readFileSync(new URL(name, folder))

test.each(names.filter((name) => name.startsWith('loaded.')))('%s is read as it is written', (name) => {
  const json = JSON.parse(bytesOf(name).toString())
  expect(readCatalogueSet(bytesOf(name))).toEqual(json)
  expect(z.fromJSONSchema(catalogueSetJsonSchema() as never).safeParse(json).success).toBe(true)
})

test.each(names.filter((name) => name.startsWith('wrong.')))('%s is passed, not thrown', (name) => {
  expect(readCatalogueSet(bytesOf(name))).toBeNull()
})

test.each([null, Buffer.alloc(0), Buffer.from('{'), Buffer.from([0xff])])('%s is no set', (value) => {
  expect(readCatalogueSet(value)).toBeNull()
})

test('its topic has one partition and is kept for ever, and is no event contract: the aggregator does not fold it', () => {
  expect(contractById.has(CATALOGUE_TOPIC)).toBe(false)
  expect(topics.find(({ name }) => name === CATALOGUE_TOPIC)).toMatchObject({
    partitions: 1,
    config: { 'cleanup.policy': 'delete', 'retention.ms': '-1', 'retention.bytes': '-1' },
  })
})
