import { createRequire } from 'node:module'
import { ClientChanged } from './errors.ts'

/**
 * Encoding and decoding of one Kafka record (KIP-98 record format v2), in place of kafkajs 2.2.4's own.
 * Cause: kafkajs makes a growing encoder and several small buffers for every header of every record, and copies all headers of
 * a record for each one it reads. Symptom: CloudEvents' six headers cost more than the event itself, 17 µs of 33 to publish and
 * 3 µs of 5.5 to fetch. The bytes are the same (`records.test.ts` compares). May go with kafkajs.
 */

type Header = Buffer | string | null
type RecordToWrite = {
  offsetDelta?: number
  timestampDelta?: { toString(): string } | number
  key: Buffer | string | null
  value: Buffer | string | null
  headers?: Record<string, Header | Header[]>
}

/** Bytes of an unsigned varint; `n` below 2^53. */
const sizeOf = (n: number): number => {
  let bytes = 1
  for (let rest = n; rest >= 128; rest = Math.floor(rest / 128)) bytes++
  return bytes
}

const zigzag = (n: number): number => (n >= 0 ? n * 2 : -n * 2 - 1)

const writeVarint = (into: Buffer, at: number, n: number): number => {
  let rest = n
  let place = at
  while (rest >= 128) {
    into[place++] = (rest % 128) | 128
    rest = Math.floor(rest / 128)
  }
  into[place++] = rest
  return place
}

const lengthOf = (bytes: Buffer | string | null): number =>
  bytes === null ? -1 : typeof bytes === 'string' ? Buffer.byteLength(bytes) : bytes.length

const sizeWithLength = (length: number): number => sizeOf(zigzag(length)) + Math.max(0, length)

const writeWithLength = (into: Buffer, at: number, bytes: Buffer | string | null, length: number): number => {
  const place = writeVarint(into, at, zigzag(length))
  if (bytes === null) return place
  if (typeof bytes === 'string') into.write(bytes, place, 'utf8')
  else bytes.copy(into, place)
  return place + length
}

/** The bytes of one record, its length before it. */
export const encodeRecord = (record: RecordToWrite): Buffer => {
  const key = record.key ?? null
  const value = record.value ?? null
  const headers: [string, number, Header, number][] = []
  for (const [name, given] of Object.entries(record.headers ?? {}))
    for (const header of Array.isArray(given) ? given : [given])
      headers.push([name, Buffer.byteLength(name), header, lengthOf(header)])
  const [keyLength, valueLength] = [lengthOf(key), lengthOf(value)]
  const timestampDelta = zigzag(Number(record.timestampDelta?.toString() ?? 0))
  const offsetDelta = zigzag(record.offsetDelta ?? 0)
  let body =
    1 + sizeOf(timestampDelta) + sizeOf(offsetDelta) + sizeWithLength(keyLength) + sizeWithLength(valueLength)
  body += sizeOf(zigzag(headers.length))
  for (const [, nameLength, , length] of headers) body += sizeWithLength(nameLength) + sizeWithLength(length)

  const into = Buffer.allocUnsafe(sizeOf(zigzag(body)) + body)
  let at = writeVarint(into, 0, zigzag(body))
  into[at++] = 0 // attributes: none are in use
  at = writeVarint(into, at, timestampDelta)
  at = writeVarint(into, at, offsetDelta)
  at = writeWithLength(into, at, key, keyLength)
  at = writeWithLength(into, at, value, valueLength)
  at = writeVarint(into, at, zigzag(headers.length))
  for (const [name, nameLength, header, length] of headers) {
    at = writeWithLength(into, at, name, nameLength)
    at = writeWithLength(into, at, header, length)
  }
  return into
}

type BatchContext = {
  firstOffset: string
  firstTimestamp: string
  maxTimestamp: string
  timestampType: number
  magicByte: number
  isControlBatch?: boolean
}
const LOG_APPEND_TIME = 1

/** One record from its bytes without the length, in the shape kafkajs hands on. */
export const decodeRecord = (bytes: Buffer, context: BatchContext) => {
  let at = 1
  const varint = (): number => {
    let n = 0
    let scale = 1
    for (;;) {
      const byte = bytes[at++]
      if (byte === undefined || scale > 2 ** 63)
        throw new RangeError('a record of the log ends in the middle of a number')
      n += (byte & 127) * scale
      if (byte < 128) break
      scale *= 128
    }
    return n % 2 === 0 ? n / 2 : -(n + 1) / 2
  }
  const withLength = (): Buffer | null => {
    const length = varint()
    if (length < 0) return null
    at += length
    return bytes.subarray(at - length, at)
  }
  const timestampDelta = varint()
  const offsetDelta = varint()
  const key = withLength()
  const value = withLength()
  // No prototype: a header may be called `__proto__`.
  const headers: Record<string, Buffer | null | (Buffer | null)[]> = Object.create(null)
  for (let left = varint(); left > 0; left--) {
    const name = withLength()?.toString('utf8') ?? ''
    const header = withLength()
    const known = headers[name]
    headers[name] = known === undefined ? header : Array.isArray(known) ? [...known, header] : [known, header]
  }
  return {
    magicByte: context.magicByte,
    attributes: bytes.readInt8(0),
    timestamp:
      context.timestampType === LOG_APPEND_TIME && context.maxTimestamp
        ? context.maxTimestamp
        : String(Number(context.firstTimestamp) + timestampDelta),
    offset: String(Number(context.firstOffset) + offsetDelta),
    key,
    value,
    headers,
    isControlRecord: context.isControlBatch ?? false,
    batchContext: context,
  }
}

const resolver = createRequire(createRequire(import.meta.url).resolve('kafkajs'))

/** Puts a module of kafkajs's in place before anything has taken the original; throws if it came too late. */
const replace = (path: string, takers: readonly string[], exports: unknown) => {
  for (const taker of takers)
    if (resolver.cache[resolver.resolve(taker)])
      throw new ClientChanged(`kafkajs loads ${taker} before ${path} can be replaced`)
  resolver(path)
  const module = resolver.cache[resolver.resolve(path)]
  if (!module) throw new ClientChanged(`kafkajs has no ${path}`)
  module.exports = exports
}

const Encoder = resolver('./src/protocol/encoder') as { prototype: object }

/** Makes kafkajs use these. Called once, when the client's module loads. */
export const installRecords = (): void => {
  replace(
    './src/protocol/recordBatch/record/v0',
    ['./src/protocol/requests/produce/v3/request'],
    (record: RecordToWrite) => {
      const buf = encodeRecord(record)
      return Object.assign(Object.create(Encoder.prototype) as object, { buf, offset: buf.length })
    },
  )
  replace(
    './src/protocol/recordBatch/record/v0/decoder',
    ['./src/protocol/recordBatch/v0/decoder'],
    (decoder: { buffer: Buffer }, context: BatchContext) => decodeRecord(decoder.buffer, context),
  )
}
