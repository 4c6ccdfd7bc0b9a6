import { createRequire } from 'node:module'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeRecord, encodeRecord } from './records.ts'

// kafkajs's own, loaded here where nothing has replaced them.
const internal = createRequire(createRequire(import.meta.url).resolve('kafkajs'))
const theirEncode = internal('./src/protocol/recordBatch/record/v0') as (record: object) => { buffer: Buffer }
const theirDecode = internal('./src/protocol/recordBatch/record/v0/decoder') as (
  decoder: object,
  context: object,
) => object
const Decoder = internal('./src/protocol/decoder') as new (buffer: Buffer) => { readVarIntBytes(): Buffer }
const Long = internal('./src/utils/long') as { fromValue(n: number): object }

const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array))
const record = fc.record({
  offsetDelta: fc.nat(200_000),
  timestampDelta: fc.nat(2 ** 31 - 1),
  key: fc.option(bytes),
  value: fc.option(bytes),
  // Header names are text; `__proto__` and the like belong to nobody's events.
  headers: fc.dictionary(
    fc.string({ minLength: 1, maxLength: 40 }).filter((name) => !(name in {})),
    fc.oneof(bytes, fc.string()),
    {
      maxKeys: 8,
    },
  ),
})

const context = {
  firstOffset: '12345678901',
  firstTimestamp: '1719766800000',
  maxTimestamp: '1719766809999',
  magicByte: 2,
  isControlBatch: false,
}

test('records are written byte for byte as kafkajs writes them', () => {
  fc.assert(
    fc.property(record, (r) => {
      expect(encodeRecord(r)).toEqual(
        theirEncode({ ...r, timestampDelta: Long.fromValue(r.timestampDelta) }).buffer,
      )
    }),
  )
})

test.each([0, 1])('records are read as kafkajs reads them (timestamp type %i)', (timestampType) => {
  fc.assert(
    fc.property(record, (r) => {
      const body = new Decoder(encodeRecord(r)).readVarIntBytes()
      const full = { ...context, timestampType }
      expect(decodeRecord(body, full)).toEqual(theirDecode(new Decoder(body), full))
    }),
  )
})

test('a record cut short is an error, not a guess', () => {
  expect(() => decodeRecord(Buffer.from([0, 0x80]), { ...context, timestampType: 0 })).toThrow(RangeError)
})
