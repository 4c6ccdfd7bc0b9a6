import { signToBytes } from '@ioc/snapshot'
import { exampleBody, exampleKey } from '@ioc/snapshot/example.ts'
import { expect, test } from 'vitest'
import { emptyTables, memoryKafka } from './log.fixture.ts'
import { openOutbox } from './outbox.ts'

const KEY = `${exampleBody.group}/${exampleBody.date}/${exampleBody.revision}`
const ours = await signToBytes(exampleBody, exampleKey)
const theirs = await signToBytes(exampleBody, { ...exampleKey, kid: 'the key of another host' })

test('two publishers with a key each sign one body: both send the bytes that stand in the outbox', async () => {
  const { kafka, state } = memoryKafka()
  const [first, second] = [openOutbox(kafka, emptyTables), openOutbox(kafka, emptyTables)]
  state.beforeWrite = async () => {
    state.beforeWrite = async () => {}
    await first.post(ours)
  }
  const counts = await second.post(theirs)
  expect(theirs.artefact.digest).toBe(ours.artefact.digest)
  expect(theirs.bytes).not.toEqual(ours.bytes)
  expect(counts).toEqual(first.get(KEY))
  for (const outbox of [first, second]) expect(await outbox.bytesOf(KEY)).toEqual(ours.bytes)
})

test('posted twice by one publisher, the first record counts and is what is sent', async () => {
  const { kafka } = memoryKafka()
  const outbox = openOutbox(kafka, emptyTables)
  await outbox.post(ours)
  await outbox.post(theirs)
  expect(await outbox.bytesOf(KEY)).toEqual(ours.bytes)
})

test('what was posted a moment ago is sent without being read from the log', async () => {
  const { kafka } = memoryKafka()
  const outbox = openOutbox(kafka, emptyTables)
  await outbox.post(ours)
  kafka.readFrom = async () => {
    throw new Error('it is at hand')
  }
  expect(await outbox.bytesOf(KEY)).toEqual(ours.bytes)
})
