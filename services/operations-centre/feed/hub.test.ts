import { expect, test } from 'vitest'
import { type FeedFilter, filterKey } from './filter.ts'
import { mergeFrames } from './frame.ts'
import { type Hub, openHub } from './hub.ts'
import type { FeedItem, FeedRecord } from './item.ts'
import { readPosition, recordsBetween, writePosition } from './position.ts'

const TOPICS = ['dossier.v1', 'feedback.v1']
const START = [
  [100, 7],
  [0, 0],
]

const record = (offset: number, partition = 0, topic = 'dossier.v1'): FeedRecord => ({
  topic,
  partition,
  offset,
  appendedAtMs: 1_719_800_000_000 + offset,
  value: Buffer.from(String(offset)),
  headers: {},
})
const run = (from: number, count: number, partition = 0) =>
  Array.from({ length: count }, (_, i) => record(from + i, partition))

/** The core does not care what an item holds; odd offsets stand for records that fail their contract. */
const read = ({ topic, partition, offset, value }: FeedRecord): FeedItem | null =>
  value?.toString() === 'bad'
    ? null
    : ({ topic, partition, offset, appendedAt: String(offset).padStart(9, '0') } as FeedItem)

const SAMPLING = { itemsPerFrame: 2, itemsInBurst: 10, framesKept: 3 }
/** The hub as one viewer with one filter sees it. */
const open = (change: Partial<typeof SAMPLING> = {}, filter: FeedFilter = {}) => {
  const sampling = { ...SAMPLING, ...change }
  const hub: Hub = openHub({ topics: TOPICS, start: START, everything: sampling, filtered: sampling, read })
  const lens = hub.lens(filter)
  const cut = () => hub.cut().get(filterKey(filter)) ?? null
  return { ...hub, hub, cut, resume: lens.resume }
}
const offsetsIn = (frames: { items: FeedItem[] }[]) =>
  frames.flatMap(({ items }) => items.map((i) => i.offset))

test('a quiet river is shown whole', () => {
  const hub = open()
  hub.offer(run(100, 3))
  expect(hub.cut()).toMatchObject({
    notShown: 0,
    unreadable: 0,
    position: [
      [103, 7],
      [0, 0],
    ],
  })
  expect(hub.cut()).toBeNull()
})

test('of a flood a sample is shown, and shown plus not shown is everything', () => {
  const hub = open()
  hub.offer(run(100, 50_000))
  const frame = hub.cut()!
  expect(frame.items).toHaveLength(10)
  expect(frame.items.length + frame.notShown).toBe(50_000)
  hub.offer(run(50_100, 50_000))
  expect(hub.cut()!.items).toHaveLength(2) // the burst is used up; from now on the steady share
})

test('the sample favours no part of a slice', () => {
  const hub = open({ itemsInBurst: 1_000, itemsPerFrame: 1_000 })
  hub.offer(run(100, 100_000))
  const shown = offsetsIn([hub.cut()!])
  const firstHalf = shown.filter((offset) => offset < 50_100).length
  expect(firstHalf).toBeGreaterThan(430)
  expect(firstHalf).toBeLessThan(570)
})

test('a record that fails its contract is counted, not shown; a repeat is neither', () => {
  const hub = open()
  hub.offer([record(100), { ...record(101), value: Buffer.from('bad') }])
  hub.offer(run(100, 2))
  expect(hub.cut()).toMatchObject({ items: [{ offset: 100 }], unreadable: 1, notShown: 0 })
})

test('what passes a filter is shown whole while it is little, and everything else is counted', () => {
  const hub = open({}, { source: 'rare' })
  const rare = { ce_source: Buffer.from('rare') }
  hub.offer(run(100, 5_000))
  hub.offer([5_100, 5_101].map((offset) => ({ ...record(offset), headers: rare })))
  hub.offer([{ ...record(5_102), headers: { ...rare, ioc_purpose: Buffer.from('probe') } }])
  const frame = hub.cut()!
  expect(offsetsIn([frame])).toEqual([5_100, 5_101])
  expect(frame).toMatchObject({ notShown: 5_001, unreadable: 0, matched: 2 })
  expect(recordsBetween(writePosition(START), frame.id)).toBe(5_003)
})

test.each<[FeedFilter, { items: number; notShown: number; unreadable: number; matched: number | null }]>([
  [{}, { items: 3, notShown: 0, unreadable: 1, matched: null }],
  [{ contract: 'dossier.v1' }, { items: 2, notShown: 1, unreadable: 1, matched: 2 }],
  // Its unit is in the bytes: what cannot be read may have been meant.
  [{ units: new Set(['24769']) }, { items: 1, notShown: 2, unreadable: 1, matched: 1 }],
  [
    { contract: 'feedback.v1', units: new Set(['24769']) },
    { items: 0, notShown: 4, unreadable: 0, matched: 0 },
  ],
])('with %o shown, not shown and unreadable are all there was', (filter, counts) => {
  const hub = open({}, filter)
  const of = (unitCode: string) => Buffer.from(JSON.stringify({ unitCode }))
  hub.offer([
    { ...record(100), value: of('24769') },
    { ...record(101), value: of('676') },
    { ...record(102), value: Buffer.from('bad') },
    { ...record(0, 0, 'feedback.v1'), value: of('676') },
  ])
  const { items, notShown, unreadable, matched } = hub.cut()!
  expect({ items: items.length, notShown, unreadable, matched }).toEqual(counts)
})

test('an offset without a record is counted as unreadable: the log held something there', () => {
  const hub = open()
  hub.offer([record(100), record(103)])
  hub.reached({ topic: 'dossier.v1', partition: 1, offset: 9 })
  expect(hub.cut()).toMatchObject({ items: [{ offset: 100 }, { offset: 103 }], notShown: 0, unreadable: 4 })
})

test('a filter that is opened later begins with the next slice, and where the feed skips on it says by how much', () => {
  const { hub, cut, offer } = open()
  offer(run(100, 3))
  expect(() => hub.lens({ source: 'a' })).toThrow('end the slice first')
  cut()
  expect(hub.lens({ source: 'a' }).start).toEqual([
    [103, 7],
    [0, 0],
  ])
  const to = [
    [110, 7],
    [2, 0],
  ]
  expect(hub.skipTo(to)).toBe(9)
  expect(hub.position()).toEqual(to)
})

test('a viewer goes on after the frame it saw last', () => {
  const hub = open()
  hub.offer([record(100)])
  const { id } = hub.cut()!
  hub.offer([record(101)])
  hub.cut()
  const resume = hub.resume(id)
  expect(resume.kind === 'ring' && offsetsIn(resume.frames)).toEqual([101])
  expect(hub.resume(undefined)).toEqual({ kind: 'live' })
})

test('a viewer that was away longer than the ring reaches is sent to the log, up to where the ring begins', () => {
  const hub = open()
  hub.offer([record(100)])
  const { id } = hub.cut()!
  for (let offset = 101; offset < 106; offset++) {
    hub.offer([record(offset)])
    hub.cut()
  }
  expect(hub.resume(id)).toEqual({
    kind: 'log',
    from: [
      [101, 7],
      [0, 0],
    ],
    to: [
      [103, 7],
      [0, 0],
    ],
  })
  const after = hub.resume(
    writePosition([
      [103, 7],
      [0, 0],
    ]),
  )
  expect(after.kind === 'ring' && offsetsIn(after.frames)).toEqual([103, 104, 105])
})

test.each([
  { id: 'nonsense!', why: 'is no position' },
  { id: '2s.7', why: 'is of a log with fewer topics' },
  { id: 'zzzz.7-0.0', why: 'lies ahead of the log: it was made anew' },
])('an id that $why is answered as unknown', ({ id }) => {
  expect(open().resume(id)).toEqual({ kind: 'unknown' })
})

test('frames merged for a returning viewer keep the newest and count the rest', () => {
  const frame = (offsets: number[], notShown: number) => ({
    id: `to ${offsets.at(-1)}`,
    position: START,
    items: offsets.map((offset) => ({ offset }) as FeedItem),
    notShown,
    unreadable: 1,
    matched: 9,
  })
  const merged = mergeFrames([frame([1, 2], 5), frame([3], 0)], 2)
  expect(merged).toMatchObject({
    id: 'to 3',
    items: [{ offset: 2 }, { offset: 3 }],
    notShown: 6,
    unreadable: 2,
    matched: 18,
  })
})

test('a position survives being written and read, also beyond 32 bits', () => {
  const position = [
    [0, 4_294_967_296],
    [35, 36],
  ]
  expect(readPosition(writePosition(position), position)).toEqual(position)
})
