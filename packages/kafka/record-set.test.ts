import { gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import lz4 from 'lz4-napi'
import snappy from 'snappy'
import { expect, test } from 'vitest'
import { CRC_FROM, HEADER_BYTES } from './batch-header.ts'
import { FETCH_UNFOLDED_BYTES, UNFOLDED_BYTES_MAX } from './codecs.ts'
import { crc32c } from './crc32c.ts'
import { type FetchedBytes, readRecordSet } from './record-set.ts'
import { measureBatch } from './record-writing.ts'

const ZEROES = Buffer.alloc(UNFOLDED_BYTES_MAX + 1)
const APPENDED_AT_MS = 1_719_766_800_000

function batch(firstOffset: number, count: number, value = 'x'): Buffer {
  const messages = Array.from({ length: count }, (_, i) => ({
    key: 'k',
    value: `${value}${firstOffset + i}`,
  }))
  const measured = measureBatch(messages, APPENDED_AT_MS)
  const into = Buffer.alloc(measured.bytes)
  measured.write(into, 0)
  into.writeBigInt64BE(BigInt(firstOffset), 0)
  return into
}

function seal(bytes: Buffer): Buffer {
  bytes.writeUInt32BE(crc32c(bytes, CRC_FROM), 17)
  return bytes
}

/** The batch with other attributes and its records as `fold` leaves them. */
function folded(plain: Buffer, codec: number, fold: (records: Buffer) => Buffer): Buffer {
  const bytes = Buffer.concat([plain.subarray(0, HEADER_BYTES), fold(plain.subarray(HEADER_BYTES))])
  bytes.writeInt32BE(bytes.length - 12, 8)
  bytes.writeInt16BE(bytes.readInt16BE(CRC_FROM) | codec, CRC_FROM)
  return seal(bytes)
}

function read(bytes: Buffer, changes: Partial<FetchedBytes> = {}) {
  return readRecordSet({
    topic: 't',
    partition: 0,
    bytes,
    from: 0,
    end: 1_000_000,
    aborted: [],
    wide: false,
    ...changes,
  })
}

function xerial(records: Buffer): Buffer {
  const half = records.length >> 1
  const blocks = [records.subarray(0, half), records.subarray(half)].map((part) => snappy.compressSync(part))
  const header = Buffer.from('\x82SNAPPY\x00\x00\x00\x00\x01\x00\x00\x00\x01', 'latin1')
  const lengthOf = (block: Buffer) => Buffer.from([0, 0, block.length >> 8, block.length & 255])
  return Buffer.concat([header, ...blocks.flatMap((block) => [lengthOf(block), block])])
}

const CODECS = [
  { name: 'gzip', codec: 1, fold: (records: Buffer) => gzipSync(records, { level: 1 }) },
  { name: 'snappy in one block', codec: 2, fold: (records: Buffer) => snappy.compressSync(records) },
  { name: 'snappy in the frames of Java', codec: 2, fold: xerial },
  { name: 'lz4', codec: 3, fold: (records: Buffer) => lz4.compressFrameSync(records) },
  { name: 'zstd', codec: 4, fold: zstdCompressSync },
]

test.each(CODECS)('$name is read; with a byte missing it is damage, not an error', ({ codec, fold }) => {
  const plain = batch(0, 500)
  const expected = read(plain).records.map((record) => String(record.value))
  expect(expected).toHaveLength(500)
  expect(read(folded(plain, codec, fold)).records.map((record) => String(record.value))).toEqual(expected)
  const short = folded(plain, codec, (records) => fold(records).subarray(0, -20))
  expect(read(short)).toMatchObject({
    records: [],
    corrupt: [{ firstOffset: 0, lastOffset: 499, appendedAtMs: APPENDED_AT_MS }],
    lastOffset: 499,
  })
})

test.each([
  ...CODECS.filter(({ name }) => !name.includes('Java')),
  // A codec of a later Kafka, whatever it may be.
  { name: 'no codec', codec: 7, fold: () => Buffer.from('?') },
])('$name: a batch that would unfold to more than the bound is damage', ({ codec, fold }) => {
  const bomb = fold(ZEROES)
  expect(read(folded(batch(0, 5), codec, () => bomb)).corrupt).toMatchObject([
    { firstOffset: 0, lastOffset: 4, code: 'compression' },
  ])
})

test('of batches that unfold to much, a fetch takes as many as it can hold, one at least, and the next ones the rest', () => {
  const ofSize = (bytes: number) => folded(batch(0, 1, 'x'.repeat(bytes)), 4, zstdCompressSync)
  const [large, small] = [ofSize(FETCH_UNFOLDED_BYTES), ofSize(FETCH_UNFOLDED_BYTES / 3)]
  const log = [large, ...Array.from({ length: 5 }, () => small)].map((bytes, offset) => {
    const placed = Buffer.from(bytes)
    placed.writeBigInt64BE(BigInt(offset), 0) // outside the checksum
    return placed
  })
  const took: number[][] = []
  for (let from = 0; from < log.length; ) {
    const set = read(Buffer.concat(log.slice(from)), { from })
    expect(set).toMatchObject({ corrupt: [], wantsBytes: null })
    took.push(set.records.map(({ offset }) => offset))
    from = set.lastOffset + 1
  }
  expect(took).toEqual([[0], [1, 2, 3], [4, 5]])
})

test('an empty batch, as compaction leaves it, is no damage and no data', () => {
  const empty = Buffer.from(batch(0, 3).subarray(0, HEADER_BYTES))
  empty.writeInt32BE(HEADER_BYTES - 12, 8)
  empty.writeInt32BE(0, 57)
  empty.writeInt16BE(1, CRC_FROM) // gzip, of nothing at all
  const set = read(Buffer.concat([seal(empty), batch(3, 1)]))
  expect(set).toMatchObject({ corrupt: [], lastOffset: 3 })
  expect(set.records.map((record) => record.offset)).toEqual([3])
})

test('a batch cut off where the bytes asked for end is left for the next fetch', () => {
  const [one, two] = [batch(0, 3), batch(3, 3)]
  for (let length = 1; length < two.length; length++) {
    const set = read(Buffer.concat([one, two.subarray(0, length)]))
    expect(set).toMatchObject({ corrupt: [], lastOffset: 2, wantsBytes: null })
  }
})

test('the marker of a failed transaction ends it; what came from others stays', () => {
  const mark = (bytes: Buffer, producerId: number, attributes: number) => {
    bytes.writeBigInt64BE(BigInt(producerId), 43)
    bytes.writeInt16BE(attributes, CRC_FROM)
    return seal(bytes)
  }
  const control = (offset: number, producerId: number, type: number) => {
    const measured = measureBatch(
      [{ key: Buffer.from([0, 0, 0, type]), value: Buffer.alloc(6) }],
      APPENDED_AT_MS,
    )
    const bytes = Buffer.alloc(measured.bytes)
    measured.write(bytes, 0)
    bytes.writeBigInt64BE(BigInt(offset), 0)
    return mark(bytes, producerId, 0x30)
  }
  const set = read(
    Buffer.concat([
      mark(batch(0, 2), 7, 0x10),
      batch(2, 1), // of nobody's transaction
      mark(batch(3, 1), 8, 0x10),
      control(4, 7, 0), // abort
      mark(batch(5, 1), 7, 0x10), // its next transaction
      control(6, 7, 1),
      control(7, 8, 1),
    ]),
    { aborted: [{ producerId: '7', firstOffset: 0 }] },
  )
  expect(set.records.map((record) => record.offset)).toEqual([2, 3, 5])
  expect(set).toMatchObject({ corrupt: [], lastOffset: 7 })
})

/** As a broker answers: from the batch that holds the offset on, as many bytes as asked for, but the first batch whole. */
function fetchFrom(log: Buffer[], from: number, maxBytes: number): Buffer {
  const rest = log.slice(Math.floor(from / RECORDS))
  return Buffer.concat(rest).subarray(0, Math.max(maxBytes, rest[0]?.length ?? 0))
}

const RECORDS = 5 // in each batch

test.each([
  { harm: 'its records', at: 100, told: ['0-4'] },
  { harm: 'its last offset', at: 26, told: ['0-4'] },
  // Told in pieces, for what is claimed too near costs only one more fetch.
  { harm: 'the number of its records', at: 60, told: ['0-2', '3-4'], value: 3 },
  { harm: 'its length', at: 11, told: ['0-4'] },
  { harm: 'its magic', at: 16, told: ['0-4'] },
  { harm: 'its first offset', at: 3, told: ['0-4'] },
])(
  'a segment that ends with a batch damaged in $harm: the next segment, which no fetch of this one shows, is read',
  ({ at, told, value }) => {
    const [last, next] = [batch(0, RECORDS), batch(RECORDS, RECORDS)]
    last[at] = value ?? last[at]! ^ 0x45
    const ranges: string[] = []
    const good: number[] = []
    let [from, wide, fetches] = [0, false, 0]
    while (from < 2 * RECORDS) {
      expect(fetches++).toBeLessThan(10)
      const set = read(from < RECORDS ? last : next, { from, wide })
      wide = set.wantsBytes !== null
      for (const { firstOffset, lastOffset } of set.corrupt) ranges.push(`${firstOffset}-${lastOffset}`)
      for (const { offset } of set.records) good.push(offset)
      from = set.lastOffset + 1
    }
    expect(ranges).toEqual(told)
    expect(good).toEqual([5, 6, 7, 8, 9])
  },
)

test('a damaged batch that claims offsets of the next one is answered in its place, and takes nothing from it', () => {
  const claimsMore = batch(0, RECORDS)
  claimsMore[26] = 20
  const set = read(Buffer.concat([claimsMore, batch(RECORDS, RECORDS)]), { from: RECORDS })
  expect(set).toMatchObject({ corrupt: [], lastOffset: 9, wantsBytes: null })
  expect(set.records.map(({ offset }) => offset)).toEqual([5, 6, 7, 8, 9])
})

test('whatever bits flip: every sound batch is read, each damaged one told, nothing is told twice, and it comes to an end', () => {
  const flips = fc.array(
    fc.record({ batch: fc.nat(7), at: fc.nat(150), mask: fc.integer({ min: 1, max: 255 }) }),
    {
      minLength: 1,
      maxLength: 3,
    },
  )
  fc.assert(
    fc.property(flips, fc.integer({ min: 50, max: 2_000 }), (flipped, maxBytes) => {
      const log = Array.from({ length: 8 }, (_, i) => batch(i * RECORDS, RECORDS))
      const sound = log.map((bytes) => Buffer.from(bytes))
      for (const { batch, at, mask } of flipped) {
        // The last two bytes of the first offset are left alone: it is outside the checksum, and a place a few offsets on is one that
        // a compacted log may have.
        const place = at % log[batch]!.length
        if (place !== 6 && place !== 7) log[batch]![place]! ^= mask
      }
      const end = 8 * RECORDS
      const told: string[] = []
      const good: number[] = []
      let [from, wide, fetches] = [0, 0, 0]
      while (from < end) {
        expect(fetches++).toBeLessThan(50)
        const set = read(fetchFrom(log, from, Math.max(maxBytes, wide)), { from, end, wide: wide > 0 })
        wide = set.wantsBytes ?? 0
        for (const record of set.records) good.push(record.offset)
        for (const { firstOffset, lastOffset } of set.corrupt) told.push(`${firstOffset}-${lastOffset}`)
        from = set.lastOffset + 1
      }
      const isHarmed = (i: number) =>
        !log[i]!.equals(sound[i]!) &&
        // The leader's epoch is nobody's business here.
        !Buffer.concat([log[i]!.subarray(0, 12), log[i]!.subarray(16)]).equals(
          Buffer.concat([sound[i]!.subarray(0, 12), sound[i]!.subarray(16)]),
        )
      const batches = log.map((_, i) => i)
      const offsetsOf = (i: number) => Array.from({ length: RECORDS }, (_, n) => i * RECORDS + n)
      const missing = batches
        .filter((i) => !isHarmed(i))
        .flatMap(offsetsOf)
        .filter((offset) => !good.includes(offset))
      expect(missing).toEqual([])
      expect(good).toEqual([...new Set(good)].toSorted((a, b) => a - b))
      const covered = told.flatMap((range) => {
        const [first, last] = range.split('-').map(Number) as [number, number]
        return Array.from({ length: last - first + 1 }, (_, n) => first + n)
      })
      expect([...good, ...covered].toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: end }, (_, i) => i),
      )
    }),
    {
      numRuns: 500,
      examples: [
        // A flipped bit by which a batch claims to be all the rest of the log.
        [[{ batch: 1, at: 26, mask: 38 }], 50],
        // A length that ends exactly where the batch behind the next one begins, in a fetch that shows them all.
        [
          [
            { batch: 2, at: 11, mask: 104 ^ 220 },
            { batch: 0, at: 0, mask: 1 },
          ],
          50,
        ],
        // The same, and a last offset that agrees with it.
        [
          [
            { batch: 2, at: 11, mask: 104 ^ 220 },
            { batch: 2, at: 26, mask: 4 ^ 9 },
            { batch: 0, at: 0, mask: 1 },
          ],
          50,
        ],
      ],
    },
  )
})
