import { readdirSync, readFileSync } from 'node:fs'
import { readJwks, verifyBytes, verifyChain, verifyReceipt } from '@ioc/snapshot'
import { exampleFiles } from '@ioc/snapshot/make-examples.ts'
import { expect, test } from 'vitest'

const folder = new URL('../../schemas/examples/', import.meta.url)
const bytesOf = (path: string) => readFileSync(new URL(path, folder))
const jsonOf = (path: string) => JSON.parse(bytesOf(path).toString('utf8'))
const files = (topic: string, prefix: string) =>
  readdirSync(new URL(topic, folder)).filter((name) => name.startsWith(prefix))

test('the examples are what the code makes today: a change that breaks an old snapshot shows here', async () => {
  for (const [path, content] of Object.entries(await exampleFiles()))
    expect(bytesOf(path).toString('utf8'), path).toBe(content)
})

test('each example snapshot is sound, and together they are a chain', async () => {
  const jwks = readJwks(jsonOf('snapshot.v1/jwks.json'))!
  const names = files('snapshot.v1', 'artefact.').sort()
  expect(names.length).toBeGreaterThan(1)
  const checked = await Promise.all(names.map((name) => verifyBytes(bytesOf(`snapshot.v1/${name}`), jwks)))
  expect(checked.map((c) => c.verdict)).toEqual(names.map(() => ({ kind: 'sound' })))
  expect(verifyChain(checked.map((c) => c.artefact!))).toEqual({ kind: 'sound' })
})

test('the examples of units are sound, and a chain of their own', async () => {
  const jwks = readJwks(jsonOf('snapshot.v1/jwks.json'))!
  const names = files('snapshot.v1', 'units.').sort()
  expect(names).toHaveLength(2)
  const checked = await Promise.all(names.map((name) => verifyBytes(bytesOf(`snapshot.v1/${name}`), jwks)))
  expect(checked.map((c) => c.verdict)).toEqual(names.map(() => ({ kind: 'sound' })))
  expect(verifyChain(checked.map((c) => c.artefact!))).toEqual({ kind: 'sound' })
})

test('each example receipt carries a signature of the receiver', async () => {
  const jwks = readJwks(jsonOf('receipt.v1/jwks.json'))!
  const names = files('receipt.v1', 'receipt.')
  expect(names.length).toBeGreaterThan(1)
  for (const name of names)
    expect(await verifyReceipt(jsonOf(`receipt.v1/${name}`), jwks), name).toEqual({ kind: 'sound' })
})
