import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { openBodies } from './body.ts'

const open = () => openBodies({ bytesMax: 100, bytesInFlightMax: 150 })
const streamOf = (...bytes: number[]) => {
  const stream = new PassThrough()
  for (const each of bytes) stream.write(Buffer.alloc(each))
  stream.end()
  return stream
}

test('bodies share a bound until each is answered; one that does not fit is asked to come back', async () => {
  const bodies = open()
  const first = await bodies.read(streamOf(60, 40), 100)
  expect(first).toMatchObject({ kind: 'read', bytes: Buffer.alloc(100) })
  expect((await bodies.read(streamOf(51), 51)).kind).toBe('too-much')
  const second = await bodies.read(streamOf(50), null)
  expect(second.kind).toBe('read')
  expect(bodies.inFlight()).toBe(150)
  for (const body of [first, second]) if (body.kind === 'read') body.release()
  expect(bodies.inFlight()).toBe(0)
})

test('what is announced counts from the first byte on', async () => {
  const bodies = open()
  const slow = new PassThrough()
  const reading = bodies.read(slow, 100)
  expect(bodies.inFlight()).toBe(100)
  expect((await bodies.read(streamOf(51), 51)).kind).toBe('too-much')
  slow.end(Buffer.alloc(100))
  expect((await reading).kind).toBe('read')
})

test.each([
  { what: 'announced', bytes: [60, 60], announced: 120 },
  { what: 'not announced', bytes: [60, 60], announced: null },
])('a body too large, $what, is read to its end and holds nothing', async ({ bytes, announced }) => {
  const bodies = open()
  const stream = streamOf(...bytes)
  expect((await bodies.read(stream, announced)).kind).toBe('too-large')
  expect(stream.readableEnded).toBe(true)
  expect(bodies.inFlight()).toBe(0)
})

test('a body that does not end is cut, and a sender that goes away leaves nothing behind', async () => {
  const bodies = open()
  await expect(bodies.read(streamOf(90, 90, 90), null)).rejects.toMatchObject({ statusCode: 413 })
  const gone = new PassThrough()
  const reading = bodies.read(gone, 100)
  gone.destroy(new Error('the sender went away'))
  await expect(reading).rejects.toThrow('went away')
  expect(bodies.inFlight()).toBe(0)
})
