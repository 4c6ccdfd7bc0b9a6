import { openTransactions } from './aborted.ts'
import {
  type BatchHeader,
  CRC_FROM,
  endOfBatch,
  HEADER_BYTES,
  looksLikeBatch,
  readHeader,
  readLong,
} from './batch-header.ts'
import { decompress, FETCH_UNFOLDED_BYTES } from './codecs.ts'
import { crc32c } from './crc32c.ts'
import { readRecords } from './record-reading.ts'
import type { CorruptRange, IncomingRecord } from './types.ts'

/** What a broker answered to one fetch of one partition. */
export type FetchedBytes = {
  topic: string
  partition: number
  bytes: Buffer
  from: number // the offset asked for
  end: number // the log's end for readers of committed records, when it was read
  aborted: { producerId: string; firstOffset: number }[]
  /** Were as many bytes asked for as `wantsBytes` said the last time? */
  wide: boolean
}

export type RecordSet = {
  records: IncomingRecord[]
  corrupt: CorruptRange[]
  /** Everything up to here is read, corrupt, or no data; `from - 1` if nothing is. */
  lastOffset: number
  /** Where no record is: markers of transactions, aborted records. */
  skipped: { firstOffset: number; lastOffset: number; appendedAtMs: number }[]
  /** Nothing could be told of a damaged batch at `from`: ask again for this many bytes, so that a sound one behind it shows where it ends. */
  wantsBytes: number | null
}

/** Larger claims of a damaged length are not followed. */
const WIDE_BYTES_MAX = 24 * 2 ** 20
const EVIDENCE_BYTES_MAX = 16 * 2 ** 20
const NO_BYTES = Buffer.alloc(0)
const YEAR_2100_MS = 4_102_444_800_000

/**
 * Reads the batches of one fetch. Every batch's checksum is checked; one that is damaged or cannot be read becomes a range of
 * offsets, and reading goes on behind it. Nothing is skipped on the word of a damaged header: where it says that it ends, and with
 * which offset, may be what was damaged. A range ends before the nearest batch that is sound. If none is to be seen, the next fetch
 * may show one, and only if that one does not either is the damaged header asked, for as little as it claims. Batches behind
 * FETCH_UNFOLDED_BYTES are left for the next fetch.
 */
export function readRecordSet(fetched: FetchedBytes): RecordSet {
  const { bytes, from, end } = fetched
  const set: RecordSet = { records: [], corrupt: [], lastOffset: from - 1, skipped: [], wantsBytes: null }
  const transactions = openTransactions(fetched.aborted)
  let appendedAtMs = 0
  let unfoldedBytes = 0

  for (let at = 0; at < bytes.length; ) {
    const cursor = set.lastOffset + 1
    const header = at + HEADER_BYTES <= bytes.length ? readHeader(bytes, at) : null
    const isWhole = header !== null && looksLikeBatch(bytes, at) && at + header.bytes <= bytes.length
    const sound = isWhole && isSound(bytes, header) ? header : null
    if (sound && cursor === from && isBefore(sound)) {
      at += sound.bytes
      continue
    }
    if (sound && isInPlace(sound)) {
      if (unfoldedBytes >= FETCH_UNFOLDED_BYTES) break
      take(sound)
      at += sound.bytes
      appendedAtMs = sound.maxTimestamp
      continue
    }
    if (cursor > from && !isWhole && mayBeCutShort(at)) break
    // One that is sound and has only lost its place is as long as it says.
    const next = nextSound(sound ? at + sound.bytes : at + 1, firstOffsetBehind(header))
    if (!next && cursor > from) break
    if (!next && !fetched.wide) {
      set.wantsBytes = moreThan(at, header)
      break
    }
    const lastOffset = next ? next.baseOffset - 1 : lastWithoutNext(header, sound !== null)
    const evidence = bytes.subarray(at, next?.at ?? (isWhole ? at + header.bytes : bytes.length))
    if (lastOffset >= cursor) damaged(lastOffset, plausibleTime(header), 'crc', evidence)
    if (!next) break
    at = next.at
  }
  return set

  function take(header: BatchHeader): void {
    const { baseOffset, lastOffset, maxTimestamp } = header
    const evidence = bytes.subarray(header.at, header.at + header.bytes)
    // Compaction leaves an empty batch without even the frame of its codec.
    const body = header.count === 0 ? NO_BYTES : decompress(header.codec, evidence.subarray(HEADER_BYTES))
    unfoldedBytes += body?.length ?? 0
    if (body === null) {
      damaged(lastOffset, maxTimestamp, 'compression', evidence)
      return
    }
    const records = readRecords(body, header, fetched, set.lastOffset + 1)
    if (records === null) {
      damaged(lastOffset, maxTimestamp, 'records', evidence)
      return
    }
    if (transactions.holdsData(header, records)) for (const record of records) set.records.push(record)
    else set.skipped.push({ firstOffset: baseOffset, lastOffset, appendedAtMs: maxTimestamp })
    set.lastOffset = lastOffset
  }

  function damaged(
    lastOffset: number,
    appendedAtMs: number,
    code: CorruptRange['code'],
    evidence: Buffer,
  ): void {
    set.corrupt.push({
      firstOffset: set.lastOffset + 1,
      lastOffset,
      appendedAtMs,
      code,
      // A copy: the range may be kept long, and must not keep the whole fetch.
      bytes: evidence.length > EVIDENCE_BYTES_MAX ? null : Buffer.from(evidence),
    })
    set.lastOffset = lastOffset
  }

  /** Wholly before what was asked for, as the batch behind it agrees. */
  function isBefore({ at, bytes: size, lastOffset }: BatchHeader): boolean {
    const next = at + size
    return lastOffset < from && looksLikeBatch(bytes, next) && readLong(bytes, next) <= from
  }

  /** The first offset is outside the checksum: a batch that does not follow the one before it has lost its place. */
  function isInPlace({ baseOffset, lastOffset }: BatchHeader): boolean {
    const cursor = set.lastOffset + 1
    if (lastOffset < baseOffset || lastOffset < cursor) return false
    // After a gap (a compacted log has them) only if it is a place the log can have.
    return baseOffset <= cursor ? cursor === from || baseOffset === cursor : lastOffset < end
  }

  function moreThan(at: number, header: BatchHeader | null): number {
    return Math.min(Math.max(at + (header?.bytes ?? 0), bytes.length) + 2 ** 20, WIDE_BYTES_MAX)
  }

  /** At the end of a fetch a batch is cut where the bytes asked for ended. */
  function mayBeCutShort(at: number): boolean {
    return at + HEADER_BYTES > bytes.length || looksLikeBatch(bytes, at)
  }

  /**
   * The nearest batch whose checksum is right and whose place is one the log can have, found by looking at every byte. A length that
   * leads to what looks like a batch would be quicker, but a flipped bit can make it lead past a sound one.
   */
  function nextSound(fromByte: number, fromOffset: number): BatchHeader | null {
    for (let at = fromByte; at + HEADER_BYTES <= bytes.length; at++) {
      if (!looksLikeBatch(bytes, at) || endOfBatch(bytes, at) > bytes.length) continue
      const header = readHeader(bytes, at)
      const { baseOffset, lastOffset } = header
      if (fromOffset <= baseOffset && baseOffset <= lastOffset && lastOffset < end && isSound(bytes, header))
        return header
    }
    return null
  }

  /**
   * What is damaged takes one offset at least, unless it begins before what was asked for: the broker finds batches by their headers, and
   * answers with one that claims too many offsets instead of the one behind it.
   */
  function firstOffsetBehind(header: BatchHeader | null): number {
    const cursor = set.lastOffset + 1
    return cursor === from && header && header.baseOffset < from ? cursor : cursor + 1
  }

  /**
   * Where a damaged batch ends behind which no sound one is to be seen. Its header claims an end twice, by its last offset and by the number
   * of its records, and the nearer one is believed: said too near, the rest is told by the next fetch; said too far, sound
   * batches would be passed over (a fetch shows one segment of the log, not what the next one holds). If its first offset is lost,
   * nothing tells how much of it was told before: its claims are believed if they agree, and else it is one offset. The checksum of
   * one that has only lost its place vouches for its last offset.
   */
  function lastWithoutNext(header: BatchHeader | null, isSound: boolean): number {
    const cursor = set.lastOffset + 1
    if (!header) return cursor
    const { baseOffset, offsets, count } = header
    const held = isSound ? [offsets] : [offsets, count]
    const endsFrom = (first: number) =>
      held.map((records) => first + records - 1).filter((last) => cursor <= last && last < end)
    const ends = baseOffset <= cursor ? endsFrom(baseOffset) : []
    if (ends.length > 0) return Math.min(...ends)
    return held.every((records) => records === offsets) ? (endsFrom(cursor)[0] ?? cursor) : cursor
  }

  function plausibleTime(header: BatchHeader | null): number {
    const claimed = header?.maxTimestamp ?? 0
    return claimed >= appendedAtMs && claimed > 0 && claimed < YEAR_2100_MS ? claimed : appendedAtMs
  }
}

function isSound(bytes: Buffer, header: BatchHeader): boolean {
  return crc32c(bytes, header.at + CRC_FROM, header.at + header.bytes) === header.crc
}
