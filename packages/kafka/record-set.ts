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
import { decompress } from './codecs.ts'
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
  /** Nothing could be told of a damaged batch at `from`: ask again for this many bytes, so that the batch behind it shows where it ends. */
  wantsBytes: number | null
}

/** Larger claims of a damaged length are not followed. */
const WIDE_BYTES_MAX = 24 * 2 ** 20
const EVIDENCE_BYTES_MAX = 16 * 2 ** 20
const NO_BYTES = Buffer.alloc(0)
const YEAR_2100_MS = 4_102_444_800_000

/**
 * Reads the batches of one fetch. Every batch's checksum is checked; one that is damaged or cannot be read becomes a range of
 * offsets, and reading goes on behind it. It ends before a batch that is not whole, and before a damaged one whose end only the
 * next fetch can tell, unless that one comes first.
 */
export function readRecordSet(fetched: FetchedBytes): RecordSet {
  const { bytes, from, end } = fetched
  const set: RecordSet = { records: [], corrupt: [], lastOffset: from - 1, skipped: [], wantsBytes: null }
  const transactions = openTransactions(fetched.aborted)
  let appendedAtMs = 0

  for (let at = 0; at < bytes.length; ) {
    const cursor = set.lastOffset + 1
    const header =
      at + HEADER_BYTES <= bytes.length && looksLikeBatch(bytes, at) ? readHeader(bytes, at) : null
    const isWhole = header !== null && at + header.bytes <= bytes.length
    if (isWhole && isSound(bytes, header)) {
      if (cursor === from && isBefore(header)) {
        at += header.bytes
        continue
      }
      if (isInPlace(header)) {
        take(header)
        at += header.bytes
        appendedAtMs = header.maxTimestamp
        continue
      }
    }
    if (at > 0 && !isWhole && mayBeCutShort(at)) {
      if (cursor === from) set.wantsBytes = moreThan(header)
      break
    }
    const next = nextBatch(at)
    if (!next && cursor > from) break
    const lastOffset = next ? next.baseOffset - 1 : lastWithoutNext(header, isWhole)
    if (lastOffset === null) {
      set.wantsBytes = moreThan(header)
      break
    }
    const evidence = bytes.subarray(at, next?.at ?? (isWhole ? at + header.bytes : bytes.length))
    damaged(lastOffset, plausibleTime(header), 'crc', evidence)
    if (!next) break
    at = next.at
  }
  return set

  function take(header: BatchHeader): void {
    const { baseOffset, lastOffset, maxTimestamp } = header
    const evidence = bytes.subarray(header.at, header.at + header.bytes)
    // Compaction leaves an empty batch without even the frame of its codec.
    const body = header.count === 0 ? NO_BYTES : decompress(header.codec, evidence.subarray(HEADER_BYTES))
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

  function moreThan(header: BatchHeader | null): number {
    return Math.min(Math.max(header?.bytes ?? 0, bytes.length) + 2 ** 20, WIDE_BYTES_MAX)
  }

  /** At the end of a fetch a batch is cut where the bytes asked for ended. */
  function mayBeCutShort(at: number): boolean {
    return at + HEADER_BYTES > bytes.length || looksLikeBatch(bytes, at)
  }

  /** The batch behind a damaged one: where its length says, or, if the length is damaged too, where the next whole one is found. */
  function nextBatch(at: number): { at: number; baseOffset: number } | null {
    const expected = looksLikeBatch(bytes, at) ? endOfBatch(bytes, at) : bytes.length
    if (looksLikeBatch(bytes, expected) && isAhead(expected)) return placeOf(expected)
    for (let place = at + 1; place + HEADER_BYTES <= bytes.length; place++) {
      if (bytes[place + 16] !== 2 || !looksLikeBatch(bytes, place) || !isAhead(place)) continue
      if (endOfBatch(bytes, place) <= bytes.length && isSound(bytes, readHeader(bytes, place)))
        return placeOf(place)
    }
    return null
  }

  function isAhead(place: number): boolean {
    const baseOffset = readLong(bytes, place)
    return baseOffset > set.lastOffset + 1 && baseOffset <= end
  }

  function placeOf(place: number): { at: number; baseOffset: number } {
    return { at: place, baseOffset: readLong(bytes, place) }
  }

  /**
   * Where a damaged batch with nothing behind it ends. It is fetched again with room for the next one (null), even where its header claims
   * to end with the log: a single bit of the claim can say so, and every batch behind it would be passed over. If there is no
   * next one, the header is all there is: the broker finds batches by the same header, so it would not give out anything
   * before the claimed end either.
   */
  function lastWithoutNext(header: BatchHeader | null, isWhole: boolean): number | null {
    const cursor = set.lastOffset + 1
    const claimed = header?.lastOffset ?? -1
    if (!fetched.wide) return null
    if (claimed >= cursor && claimed < end) return claimed
    // Only its place is wrong: it is as long as it says.
    if (isWhole && isSound(bytes, header!)) {
      return Math.max(cursor, Math.min(cursor + header!.offsets, end) - 1)
    }
    const counted = header ? header.baseOffset + header.count - 1 : -1
    if (counted >= cursor && counted < end) return counted
    return Math.max(cursor, Number.isFinite(end) ? end - 1 : cursor)
  }

  function plausibleTime(header: BatchHeader | null): number {
    const claimed = header?.maxTimestamp ?? 0
    return claimed >= appendedAtMs && claimed > 0 && claimed < YEAR_2100_MS ? claimed : appendedAtMs
  }
}

function isSound(bytes: Buffer, header: BatchHeader): boolean {
  return crc32c(bytes, header.at + CRC_FROM, header.at + header.bytes) === header.crc
}
