import { gunzipSync, zstdDecompressSync } from 'node:zlib'
import lz4 from 'lz4-napi'
import snappy from 'snappy'

/** No batch of ours comes near it: the broker takes 8 MB, and JSON shrinks to a tenth. A batch that unfolds to more is damage, or malice. */
export const UNFOLDED_BYTES_MAX = 128 * 2 ** 20

/**
 * After so many decompressed bytes no further batch of a fetch is unfolded: what compresses well would else unfold sixty times the bound of
 * one batch out of one fetch. So a fetch holds less than this and one batch more.
 */
export const FETCH_UNFOLDED_BYTES = 64 * 2 ** 20

const CODECS: Record<number, (bytes: Buffer) => Buffer | null> = {
  0: (bytes) => bytes,
  1: (bytes) => gunzipSync(bytes, { maxOutputLength: UNFOLDED_BYTES_MAX }),
  2: unsnappy,
  3: unlz4,
  4: (bytes) => zstdDecompressSync(bytes, { maxOutputLength: UNFOLDED_BYTES_MAX }),
}

/** The records of a batch, decompressed by the codec its attributes name; null if that cannot be done within the bound. */
export function decompress(codec: number, bytes: Buffer): Buffer | null {
  try {
    return CODECS[codec]?.(bytes) ?? null
  } catch {
    return null // whatever the codec has against these bytes: nobody can read them
  }
}

/** The magic of snappy-java's own framing, which Kafka's Java clients write; others write one plain block. */
const XERIAL = Buffer.from('\x82SNAPPY\x00', 'latin1')
const XERIAL_HEADER_BYTES = 16 // magic, version, oldest version that can read it

function unsnappy(bytes: Buffer): Buffer | null {
  if (!bytes.subarray(0, XERIAL.length).equals(XERIAL)) {
    return unfoldedBytes(bytes) > UNFOLDED_BYTES_MAX ? null : unblock(bytes)
  }
  const blocks: Buffer[] = []
  let unfolded = 0
  for (let at = XERIAL_HEADER_BYTES; at < bytes.length; ) {
    // Streams may be joined: a header can stand where a block would begin.
    if (bytes.subarray(at, at + XERIAL.length).equals(XERIAL)) {
      at += XERIAL_HEADER_BYTES
      continue
    }
    const length = bytes.readInt32BE(at)
    const block = bytes.subarray(at + 4, at + 4 + length)
    if (length <= 0 || block.length < length) return null
    unfolded += unfoldedBytes(block)
    if (unfolded > UNFOLDED_BYTES_MAX) return null
    blocks.push(unblock(block))
    at += 4 + length
  }
  return blocks.length === 1 ? blocks[0]! : Buffer.concat(blocks)
}

function unblock(block: Buffer): Buffer {
  return snappy.uncompressSync(block, { asBuffer: true }) as Buffer
}

/** A snappy block begins with what it unfolds to, as a varint of up to 32 bits. */
function unfoldedBytes(block: Buffer): number {
  let bytes = 0
  for (let i = 0; i < 5; i++) {
    const byte = block[i]
    if (byte === undefined) break
    bytes += (byte & 127) * 128 ** i
    if (byte < 128) return bytes
  }
  return Number.POSITIVE_INFINITY
}

function unlz4(bytes: Buffer): Buffer | null {
  return lz4UnfoldedMax(bytes) > UNFOLDED_BYTES_MAX ? null : lz4.decompressFrameSync(bytes)
}

/**
 * What an LZ4 frame can unfold to at most, counted by its blocks, because the decoder itself knows no bound (lz4_Frame_format.md 1.6.3).
 * Infinite for what is no frame.
 */
function lz4UnfoldedMax(bytes: Buffer): number {
  if (bytes.length < 7 || bytes.readUInt32LE(0) !== 0x184d2204) return Number.POSITIVE_INFINITY
  const flags = bytes[4]!
  const blockMax = 2 ** (8 + 2 * ((bytes[5]! >> 4) & 7)) // 64 KiB, 256 KiB, 1 MiB, 4 MiB
  const blockChecksumBytes = flags & 0x10 ? 4 : 0
  let at = 7 + (flags & 0x08 ? 8 : 0) + (flags & 0x01 ? 4 : 0)
  let unfolded = 0
  while (at + 4 <= bytes.length) {
    const size = bytes.readUInt32LE(at)
    if (size === 0) return unfolded
    const folded = size & 0x7fffffff
    unfolded += size >= 0x80000000 ? folded : Math.min(blockMax, folded * 255)
    at += 4 + folded + blockChecksumBytes
  }
  return unfolded
}
