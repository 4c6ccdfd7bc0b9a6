import { createRequire } from 'node:module'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HEADER_BYTES, readHeader } from './batch-header.ts'
import { crc32c } from './crc32c.ts'
import { readRecords } from './record-reading.ts'
import { measureBatch } from './record-writing.ts'
import { produceBody } from './records.ts'

// kafkajs's own, loaded here where nothing has replaced them.
const internal = createRequire(createRequire(import.meta.url).resolve('kafkajs'))
const theirProduce = internal('./src/protocol/requests/produce/v3/request') as (request: object) => {
  encode(): Promise<{ buffer: Buffer }>
}
const theirDecode = internal('./src/protocol/recordBatch/record/v0/decoder') as (
  decoder: object,
  context: object,
) => { key: Buffer; value: Buffer; headers: object; offset: string; timestamp: string }
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
  const messages = fc.array(message, { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(messages, fc.nat(2 ** 40), (written, firstOffset) => {
      const { body, header } = batchOf(written, firstOffset, timestampType)
      const decoder = new Decoder(body)
      const theirs = written.map(() =>
        theirDecode(new Decoder(decoder.readVarIntBytes()), {
          firstOffset: String(firstOffset),
          firstTimestamp: String(header.firstTimestamp),
          maxTimestamp: String(header.maxTimestamp),
          timestampType,
        }),
      )
      const ours = readRecords(body, header, { topic: 't', partition: 3 }, 0)
      expect(ours!.map((r) => ({ ...r, headers: { ...r.headers } }))).toEqual(
        theirs.map(({ key, value, headers, offset, timestamp }) => ({
          topic: 't',
          partition: 3,
          offset: Number(offset),
          appendedAtMs: Number(timestamp),
          key,
          value,
          headers,
        })),
      )
    }),
  )
})

const PROTO = '__proto__'

test('of a repeated header the last counts, and one may be called __proto__', () => {
  const headers = Object.assign(Object.create(null), { a: ['1', '2'], b: 'x' })
  headers[PROTO] = 'y'
  const { body, header } = batchOf([{ key: null, value: null, headers }], 0, 0)
  const [only] = readRecords(body, header, { topic: 't', partition: 0 }, 0)!
  expect(Object.entries(only!.headers).map(([name, value]) => [name, String(value)])).toEqual([
    ['a', '2'],
    ['b', 'x'],
    [PROTO, 'y'],
  ])
})

test('bytes that are not exactly the records announced are no records', () => {
  const { body, header } = batchOf([{ key: 'a', value: 'b', headers: { c: 'd' } }, { value: 'e' }], 0, 0)
  const read = (bytes: Buffer, count = header.count) =>
    readRecords(bytes, { ...header, count }, { topic: 't', partition: 0 }, 0)
  expect(read(body)).toHaveLength(2)
  for (let length = 0; length < body.length; length++) expect(read(body.subarray(0, length))).toBeNull()
  expect(read(Buffer.concat([body, Buffer.from([0])]))).toBeNull()
  for (const count of [-1, 0, 1, 3, 2 ** 31 - 1]) expect(read(body, count)).toBeNull()
  fc.assert(fc.property(bytes, fc.nat(20), (b, count) => void read(b, count))) // never throws
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

function batchOf(messages: Parameters<typeof measureBatch>[0], firstOffset: number, timestampType: number) {
  const batch = measureBatch(messages, 1_719_766_800_000)
  const into = Buffer.alloc(batch.bytes)
  batch.write(into, 0)
  into.writeBigInt64BE(BigInt(firstOffset), 0)
  return {
    body: into.subarray(HEADER_BYTES),
    header: { ...readHeader(into, 0), isLogAppendTime: timestampType === 1 },
  }
}
