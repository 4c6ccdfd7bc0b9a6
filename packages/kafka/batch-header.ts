/** Offset, length, leader epoch, magic, CRC, attributes, last offset, two timestamps, producer id, epoch, sequence, count (KIP-98). */
export const HEADER_BYTES = 61
/** Up to here a batch's header is outside its checksum: offset, length, leader epoch, magic and the checksum itself. */
export const CRC_FROM = 21
/** Offset and length, which the length does not count. */
const BEFORE_LENGTH = 12
const MAGIC = 2

export type BatchHeader = {
  at: number
  bytes: number // of the whole batch
  baseOffset: number
  lastOffset: number
  offsets: number // from the first to the last, both counted
  crc: number
  codec: number
  isLogAppendTime: boolean
  isTransactional: boolean
  isControl: boolean
  firstTimestamp: number
  maxTimestamp: number
  producerId: string
  count: number
}

/** Enough bytes for a header, a length that can hold one, and the only format since Kafka 0.11. */
export function looksLikeBatch(bytes: Buffer, at: number): boolean {
  return (
    at + BEFORE_LENGTH + 5 <= bytes.length &&
    bytes[at + 16] === MAGIC &&
    bytes.readInt32BE(at + 8) >= HEADER_BYTES - BEFORE_LENGTH
  )
}

export function endOfBatch(bytes: Buffer, at: number): number {
  return at + BEFORE_LENGTH + bytes.readInt32BE(at + 8)
}

/** The header at `at`, where at least `HEADER_BYTES` are. Nothing in it is checked. */
export function readHeader(bytes: Buffer, at: number): BatchHeader {
  const attributes = bytes.readInt16BE(at + CRC_FROM)
  const baseOffset = readLong(bytes, at)
  const lastOffsetDelta = bytes.readInt32BE(at + 23)
  return {
    at,
    bytes: endOfBatch(bytes, at) - at,
    baseOffset,
    lastOffset: baseOffset + lastOffsetDelta,
    offsets: lastOffsetDelta + 1,
    crc: bytes.readUInt32BE(at + 17),
    codec: attributes & 0x07,
    isLogAppendTime: (attributes & 0x08) !== 0,
    isTransactional: (attributes & 0x10) !== 0,
    isControl: (attributes & 0x20) !== 0,
    firstTimestamp: readLong(bytes, at + 27),
    maxTimestamp: readLong(bytes, at + 35),
    producerId: bytes.readBigInt64BE(at + 43).toString(),
    count: bytes.readInt32BE(at + 57),
  }
}

/** A signed 64-bit number; beyond 2^53, which no sound header reaches, only about right. */
export function readLong(bytes: Buffer, at: number): number {
  return bytes.readInt32BE(at) * 2 ** 32 + bytes.readUInt32BE(at + 4)
}
