import { type FeedFilter, isEverything, type Looked, passes } from './filter.ts'
import type { Frame } from './frame.ts'
import type { FeedItem, FeedRecord } from './item.ts'
import { inLogOrder } from './order.ts'
import { isUpTo, type Position, readPosition } from './position.ts'

/** How a viewer that names a position goes on. */
export type Resume =
  | { kind: 'live' } // it names none
  | { kind: 'ring'; frames: Frame[] }
  | { kind: 'log'; from: Position; to: Position }
  | { kind: 'unknown' } // not a position of this log

export type LensOptions = {
  filter: FeedFilter
  /** Events shown per slice in the long run. */
  itemsPerFrame: number
  /** Events shown in one slice after a quiet while. */
  itemsInBurst: number
  framesKept: number
  read(record: FeedRecord): FeedItem | null
}

/** The feed as one filter sees it: a sample of what passes, and a ring of the newest frames to resume from. */
export type Lens = {
  filter: FeedFilter
  /** Where it began to look. */
  start: Position
  consider(looked: Looked): void
  /** Ends a slice in which `records` went by, `damaged` of them without anything that could be looked at. */
  cut(slice: { id: string; position: Position; records: number; damaged: number }): Frame
  resume(lastEventId: string | undefined): Resume
  /** The newest events since it began, for a viewer that has just come. */
  newest(): readonly FeedItem[]
  position(): Position
  /** Goes on elsewhere: nothing before it can be resumed from memory. */
  skipTo(position: Position): void
}

const NEWEST_KEPT = 30

export function openLens(start: Position, options: LensOptions): Lens {
  const { filter, itemsPerFrame, itemsInBurst, framesKept, read } = options
  const all = isEverything(filter)
  let ring: Frame[] = []
  let ringFrom = start
  let sample: FeedRecord[] = []
  let matched = 0
  let unreadable = 0
  let allowance = itemsInBurst
  let newest: FeedItem[] = []
  const position = () => ring.at(-1)?.position ?? ringFrom

  return {
    filter,
    start,
    position,
    newest: () => newest,
    // A reservoir: every record of a slice is as likely to be shown as any other, and nothing is parsed to decide it.
    consider: (looked) => {
      const passed = passes(filter, looked)
      if (passed === 'unreadable') unreadable += 1
      if (passed !== true) return
      const { record } = looked
      matched += 1
      if (sample.length < allowance) sample.push(copied(record))
      else {
        const place = scatter(record.partition, record.offset) % matched
        if (place < sample.length) sample[place] = copied(record)
      }
    },
    cut: ({ id, position, records, damaged }) => {
      allowance = Math.min(itemsInBurst, allowance - sample.length + itemsPerFrame)
      const items = inLogOrder(sample.map(read).filter((item) => item !== null))
      const failed = sample.length - items.length
      const frame: Frame = {
        ...{ id, position, items },
        notShown: records - items.length - failed - unreadable - damaged,
        unreadable: unreadable + failed + damaged,
        matched: all ? null : matched - failed,
      }
      newest = [...newest, ...items].slice(-NEWEST_KEPT)
      sample = []
      matched = 0
      unreadable = 0
      ring.push(frame)
      if (ring.length > framesKept) {
        ringFrom = ring[0]!.position
        ring = ring.slice(1)
      }
      return frame
    },
    resume: (lastEventId) => {
      if (lastEventId === undefined || lastEventId === '') return { kind: 'live' }
      const from = readPosition(lastEventId, ringFrom)
      if (!from || !isUpTo(from, position())) return { kind: 'unknown' }
      if (!isUpTo(ringFrom, from)) return { kind: 'log', from, to: ringFrom }
      return { kind: 'ring', frames: ring.filter((frame) => !isUpTo(frame.position, from)) }
    },
    skipTo: (to) => {
      ring = []
      ringFrom = to
    },
  }
}

/** A record's bytes are slices of a whole fetch; held as they are, a sample of ten would hold megabytes. */
const copied = (record: FeedRecord): FeedRecord => {
  const source = record.headers.ce_source
  return {
    ...record,
    value: record.value && Buffer.from(record.value),
    headers: source ? { ce_source: Buffer.from(source) } : {},
  }
}

/** Spreads neighbouring offsets over 32 bits (the finaliser of MurmurHash3), so that a sample favours no part of a slice. */
function scatter(partition: number, offset: number): number {
  let h = (offset ^ (partition << 24)) >>> 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
