import type { FeedItem, FeedRecord } from './item.ts'
import { isUpTo, type Position, readPosition, writePosition } from './position.ts'

/** What happened in one slice of time: a sample of events, and how many went by beside it. */
export type Frame = {
  /** Where the log stood after this frame; the id a viewer resumes from. */
  id: string
  position: Position
  items: FeedItem[]
  /** Events that were left out of the sample. */
  notShown: number
  /** Records that did not pass their contract; the dead letters have them. */
  unreadable: number
}

/** How a viewer that names a position goes on. */
export type Resume =
  | { kind: 'live' } // it names none
  | { kind: 'ring'; frames: Frame[] }
  | { kind: 'log'; from: Position; to: Position }
  | { kind: 'unknown' } // not a position of this log

export type Hub = {
  /** Takes what was appended. Keeps at most a few records of a slice, as copies; the rest is only counted. */
  offer(records: readonly FeedRecord[]): void
  /** Ends the slice: the frame, or null if nothing was appended. */
  cut(): Frame | null
  resume(lastEventId: string | undefined): Resume
  /** The newest frames, for a viewer that has just come. */
  recent(frames: number): Frame[]
  position(): Position
}

export type HubOptions = {
  topics: readonly string[]
  start: Position
  /** Events shown per slice in the long run. */
  itemsPerFrame: number
  /** Events shown in one slice after a quiet while. */
  itemsInBurst: number
  framesKept: number
  read(record: FeedRecord): FeedItem | null
}

/** The feed's core, without time and wires: records in, frames out, and a ring of the newest frames to resume from. */
export function openHub(options: HubOptions): Hub {
  const { topics, start, itemsPerFrame, itemsInBurst, framesKept, read } = options
  const next = start.map((offsets) => [...offsets])
  const topicIndex = new Map(topics.map((topic, i) => [topic, i]))
  let ring: Frame[] = []
  let ringFrom: Position = start
  let sample: FeedRecord[] = []
  let seen = 0
  let allowance = itemsInBurst

  /** A reservoir: every record of a slice is as likely to be shown as any other, and nothing is parsed to decide it. */
  function consider(record: FeedRecord): void {
    seen += 1
    if (sample.length < allowance) sample.push(copied(record))
    else {
      const place = scatter(record.partition, record.offset) % seen
      if (place < sample.length) sample[place] = copied(record)
    }
  }

  return {
    offer: (records) => {
      for (const record of records) {
        const offsets = next[topicIndex.get(record.topic) ?? -1]
        if (!offsets || record.offset < (offsets[record.partition] ?? 0)) continue
        offsets[record.partition] = record.offset + 1
        if (!record.headers[PURPOSE_HEADER]) consider(record) // a probe is nobody's event
      }
    },
    cut: () => {
      allowance = Math.min(itemsInBurst, allowance - sample.length + itemsPerFrame)
      if (seen === 0) return null
      const shown = sample.map(read).filter((item) => item !== null)
      const position = next.map((offsets) => [...offsets])
      const frame: Frame = {
        id: writePosition(position),
        position,
        items: shown.sort((a, b) => (a.appendedAt < b.appendedAt ? -1 : 1)),
        notShown: seen - sample.length,
        unreadable: sample.length - shown.length,
      }
      sample = []
      seen = 0
      ring.push(frame)
      if (ring.length > framesKept) {
        ringFrom = ring[0]!.position
        ring = ring.slice(1)
      }
      return frame
    },
    resume: (lastEventId) => {
      if (lastEventId === undefined || lastEventId === '') return { kind: 'live' }
      const from = readPosition(lastEventId, next)
      const now = ring.at(-1)?.position ?? ringFrom
      if (!from || !isUpTo(from, now)) return { kind: 'unknown' }
      if (!isUpTo(ringFrom, from)) return { kind: 'log', from, to: ringFrom }
      return { kind: 'ring', frames: ring.filter((frame) => !isUpTo(frame.position, from)) }
    },
    recent: (frames) => ring.slice(-frames),
    position: () => ring.at(-1)?.position ?? ringFrom,
  }
}

const PURPOSE_HEADER = 'ioc_purpose'

/** Several frames as one, for a viewer that comes back: the newest events of them, the others counted. */
export function mergeFrames(frames: readonly [Frame, ...Frame[]], itemsMax: number): Frame {
  const items = frames.flatMap((frame) => frame.items)
  const shown = items.slice(-itemsMax)
  const sum = (count: (frame: Frame) => number) => frames.reduce((total, frame) => total + count(frame), 0)
  return {
    ...frames.at(-1)!,
    items: shown,
    notShown: sum((frame) => frame.notShown) + items.length - shown.length,
    unreadable: sum((frame) => frame.unreadable),
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
