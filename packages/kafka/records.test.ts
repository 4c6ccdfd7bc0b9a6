import { createRequire } from 'node:module'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { crc32c } from './crc32c.ts'
import { decodeRecord } from './record-reading.ts'
import { produceBody } from './records.ts'

// kafkajs's own, loaded here where nothing has replaced them.
const internal = createRequire(createRequire(import.meta.url).resolve('kafkajs'))
const theirProduce = internal('./src/protocol/requests/produce/v3/request') as (request: object) => {
  encode(): Promise<{ buffer: Buffer }>
}
const theirRecord = internal('./src/protocol/recordBatch/record/v0') as (record: object) => { buffer: Buffer }
const theirDecode = internal('./src/protocol/recordBatch/record/v0/decoder') as (
  decoder: object,
  context: object,
) => object
const theirCrc = internal('./src/protocol/recordBatch/crc32C') as (bytes: Buffer) => number
const Decoder = internal('./src/protocol/decoder') as new (buffer: Buffer) => { readVarIntBytes(): Buffer }

const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array))
const message = fc.record({
  key: fc.option(fc.oneof(bytes, fc.string({ unit: 'grapheme' }))),
  value: fc.option(fc.oneof(bytes, fc.string({ unit: 'grapheme', maxLength: 400 }))),
  // A stamp on every record or none: kafkajs measures from the first stamp, and would from the clock where one is missing.
  timestamp: fc.constant('1719766800000'),
  headers: fc.dictionary(
    fc.string({ minLength: 1, maxLength: 40 }).filter((name) => !(name in {})),
    fc.oneof(bytes, fc.string()),
    { maxKeys: 8 },
  ),
})
const request = fc.record({
  acks: fc.constantFrom(-1, 1),
  timeout: fc.nat(60_000),
  topicData: fc.array(
    fc.record({
      topic: fc.stringMatching(/^[a-z.]{1,20}$/),
      partitions: fc.array(
        fc.record({ partition: fc.nat(100), messages: fc.array(message, { minLength: 1, maxLength: 20 }) }),
        { minLength: 1, maxLength: 3 },
      ),
    }),
    { minLength: 1, maxLength: 2 },
  ),
})

test('produce requests are written byte for byte as kafkajs writes them', async () => {
  await fc.assert(
    fc.asyncProperty(request, async (r) => {
      expect(produceBody(r, Date.now())).toEqual((await theirProduce(r).encode()).buffer)
    }),
  )
})

test.each([0, 1])('records are read as kafkajs reads them (timestamp type %i)', (timestampType) => {
  fc.assert(
    fc.property(message, fc.nat(200_000), (m, offsetDelta) => {
      const context = {
        firstOffset: '12345678901',
        firstTimestamp: '1719766800000',
        maxTimestamp: '1719766809999',
        magicByte: 2,
        isControlBatch: false,
        timestampType,
      }
      const body = new Decoder(theirRecord({ ...m, offsetDelta }).buffer).readVarIntBytes()
      expect(decodeRecord(body, context)).toEqual(theirDecode(new Decoder(body), context))
    }),
  )
})

test('of a repeated header the last counts', () => {
  const body = new Decoder(
    theirRecord({ key: null, value: null, headers: { a: ['1', '2'], b: 'x' } }).buffer,
  ).readVarIntBytes()
  const { headers } = decodeRecord(body, {
    firstOffset: '0',
    firstTimestamp: '0',
    maxTimestamp: '0',
    magicByte: 2,
    timestampType: 0,
  })
  expect({ ...headers }).toEqual({ a: Buffer.from('2'), b: Buffer.from('x') })
})

test('the checksum is that of RFC 3720, and kafkajs’s', () => {
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283)
  expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa)
  fc.assert(
    fc.property(bytes, (b) => {
      expect(crc32c(b)).toBe(theirCrc(b))
    }),
  )
})

test('a record cut short is an error, not a guess', () => {
  expect(() =>
    decodeRecord(Buffer.from([0, 0x80]), {
      firstOffset: '0',
      firstTimestamp: '0',
      maxTimestamp: '0',
      magicByte: 2,
      timestampType: 0,
    }),
  ).toThrow(RangeError)
})
