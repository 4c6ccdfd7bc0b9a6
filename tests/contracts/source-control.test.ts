import { readdirSync, readFileSync } from 'node:fs'
import { contractById, topics } from '@ioc/schemas'
import {
  readSourceControl,
  sourceControl,
  sourceControlJsonSchema,
} from '@ioc/schemas/control/source-control.ts'
import { SOURCE_CONTROL_TOPIC } from '@ioc/schemas/topics.ts'
import { expect, test } from 'vitest'
import { z } from 'zod'

const folder = new URL('../../schemas/examples/source-control.v1/', import.meta.url)
const names = readdirSync(folder)
const bytesOf = (name: string) => readFileSync(new URL(name, folder))

test('there are examples of every state, and of what is none', () => {
  const states = names.map((name) => name.split('.')[0])
  expect(new Set(states)).toEqual(new Set([...sourceControl.shape.state.options, 'wrong']))
})

test.each(names.filter((name) => !name.startsWith('wrong.')))('%s is read as it is written', (name) => {
  const json = JSON.parse(bytesOf(name).toString())
  expect(readSourceControl(bytesOf(name))).toEqual(json)
  expect(json.state).toBe(name.split('.')[0])
  expect(z.fromJSONSchema(sourceControlJsonSchema() as never).safeParse(json).success).toBe(true)
})

test.each(names.filter((name) => name.startsWith('wrong.')))('%s is passed, not thrown', (name) => {
  expect(readSourceControl(bytesOf(name))).toBeNull()
})

test.each([null, Buffer.alloc(0), Buffer.from('{'), Buffer.from([0xff])])('%s is no control', (value) => {
  expect(readSourceControl(value)).toBeNull()
})

test('its topic is compacted into one partition, and no event contract: the aggregator does not read it', () => {
  expect(contractById.has(SOURCE_CONTROL_TOPIC)).toBe(false)
  expect(topics.find(({ name }) => name === SOURCE_CONTROL_TOPIC)).toMatchObject({
    partitions: 1,
    config: { 'cleanup.policy': 'compact' },
  })
})
