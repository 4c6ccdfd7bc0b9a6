import { crc32c } from './crc32c.ts'
import { sizeOfVarint, writeVarint, zigzag } from './varint.ts'

type Bytes = Buffer | string | null

/** A record as kafkajs hands it to a produce request. */
export type RecordToWrite = {
  key?: Bytes
  value?: Bytes
  headers?: Record<string, Bytes | Bytes[]>
  timestamp?: string
}

const lengthOf = (bytes: Bytes): number =>
  bytes === null ? -1 : typeof bytes === 'string' ? Buffer.byteLength(bytes) : bytes.length
const sizeWithLength = (length: number): number => sizeOfVarint(zigzag(length)) + Math.max(length, 0)

const writeWithLength = (into: Buffer, at: number, bytes: Bytes, length: number): number => {
  const place = writeVarint(into, at, zigzag(length))
  if (bytes === null) return place
  if (typeof bytes === 'string') into.write(bytes, place, length, 'utf8')
  else bytes.copy(into, place)
  return place + length
}

/** Everything about a record that must be known before its first byte is written, since its length comes first. */
type Measured = {
  key: Bytes
  value: Bytes
  keyLength: number
  valueLength: number
  headers: { name: string; nameLength: number; value: Bytes; length: number }[]
  timestampDelta: number
  offsetDelta: number
  bodyLength: number
}

const measure = (record: RecordToWrite, offsetDelta: number, timestampDelta: number): Measured => {
  const key = record.key ?? null
  const value = record.value ?? null
  const headers: Measured['headers'] = []
  let headersLength = 0
  for (const name in record.headers) {
    const given = record.headers[name]!
    for (const header of Array.isArray(given) ? given : [given]) {
      const [nameLength, length] = [Buffer.byteLength(name), lengthOf(header)]
      headers.push({ name, nameLength, value: header, length })
      headersLength += sizeWithLength(nameLength) + sizeWithLength(length)
    }
  }
  const [keyLength, valueLength] = [lengthOf(key), lengthOf(value)]
  const bodyLength =
    1 +
    sizeOfVarint(zigzag(timestampDelta)) +
    sizeOfVarint(zigzag(offsetDelta)) +
    sizeWithLength(keyLength) +
    sizeWithLength(valueLength) +
    sizeOfVarint(zigzag(headers.length)) +
    headersLength
  return { key, value, keyLength, valueLength, headers, timestampDelta, offsetDelta, bodyLength }
}

const writeRecord = (into: Buffer, from: number, r: Measured): number => {
  let at = writeVarint(into, from, zigzag(r.bodyLength))
  into[at++] = 0 // attributes: none are in use
  at = writeVarint(into, at, zigzag(r.timestampDelta))
  at = writeVarint(into, at, zigzag(r.offsetDelta))
  at = writeWithLength(into, at, r.key, r.keyLength)
  at = writeWithLength(into, at, r.value, r.valueLength)
  at = writeVarint(into, at, zigzag(r.headers.length))
  for (const header of r.headers) {
    at = writeWithLength(into, at, header.name, header.nameLength)
    at = writeWithLength(into, at, header.value, header.length)
  }
  return at
}

/** Offset, length, leader epoch, magic, CRC, attributes, last offset, two timestamps, producer id, epoch, sequence, count. */
const BATCH_HEADER = 61
const CRC_FROM = 21

/** One partition's records as a record batch (format v2, KIP-98), uncompressed, without a producer id. */
export type BatchToWrite = { bytes: number; write(into: Buffer, at: number): number }

export const measureBatch = (messages: readonly RecordToWrite[], nowMs: number): BatchToWrite => {
  const timestamps = messages.map((m) => (m.timestamp ? Number(m.timestamp) : nowMs))
  const first = Math.min(...timestampsOr(timestamps, nowMs))
  const last = Math.max(...timestampsOr(timestamps, nowMs))
  const records = messages.map((message, i) => measure(message, i, timestamps[i]! - first))
  let bytes = BATCH_HEADER
  for (const r of records) bytes += sizeOfVarint(zigzag(r.bodyLength)) + r.bodyLength
  return {
    bytes,
    write: (into, at) => {
      into.writeBigInt64BE(0n, at) // first offset: the broker sets it
      into.writeInt32BE(bytes - 12, at + 8)
      into.writeInt32BE(0, at + 12) // leader epoch: ignored
      into[at + 16] = 2 // magic
      into.writeInt16BE(0, at + CRC_FROM) // attributes: no compression, no transaction
      into.writeInt32BE(records.length - 1, at + 23)
      into.writeBigInt64BE(BigInt(first), at + 27)
      into.writeBigInt64BE(BigInt(last), at + 35)
      into.writeBigInt64BE(-1n, at + 43) // producer id: not idempotent (repeats are harmless, a lost batch is not)
      into.writeInt16BE(0, at + 51)
      into.writeInt32BE(0, at + 53)
      into.writeInt32BE(records.length, at + 57)
      let place = at + BATCH_HEADER
      for (const r of records) place = writeRecord(into, place, r)
      into.writeUInt32BE(crc32c(into, at + CRC_FROM, place), at + 17)
      return place
    },
  }
}

/** Spreading a million numbers over an argument list would exhaust the stack; only the distinct few are needed. */
const timestampsOr = (timestamps: readonly number[], nowMs: number): number[] =>
  timestamps.length === 0 ? [nowMs] : [...new Set(timestamps)]
