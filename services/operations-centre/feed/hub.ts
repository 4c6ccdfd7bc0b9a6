import { EVERYTHING, type FeedFilter, filterKey, isEverything, lookAt } from './filter.ts'
import type { Frame } from './frame.ts'
import type { FeedItem, FeedRecord } from './item.ts'
import { type Lens, openLens } from './lens.ts'
import { type Position, writePosition } from './position.ts'

/** The feed's core, without time and wires: records in, for each filter that somebody watches by frames out. */
export type Hub = {
  /** Takes what was appended. Keeps at most a few records of a slice, as copies; the rest is only counted. */
  offer(records: readonly FeedRecord[]): void
  /** The log of a partition was read up to here, also where it gave no record (damaged ones, say). */
  reached(next: { topic: string; partition: number; offset: number }): void
  /** Ends the slice: a frame for each filter by its key; none if nothing was appended. */
  cut(): ReadonlyMap<string, Frame>
  /** What one filter sees, from here on. A new one can only begin with a slice: throws where one is under way. */
  lens(filter?: FeedFilter): Lens
  close(key: string): void
  position(): Position
  /** Goes on there; gives how many records are passed over. */
  skipTo(position: Position): number
}

export type Sampling = { itemsPerFrame: number; itemsInBurst: number; framesKept: number }

export type HubOptions = {
  topics: readonly string[]
  start: Position
  /** Of who sees everything. */
  everything: Sampling
  /** Of who asked for a part: what few events match is shown whole. */
  filtered: Sampling
  read(record: FeedRecord): FeedItem | null
}

export function openHub({ topics, start, everything, filtered, read }: HubOptions): Hub {
  let next = start.map((offsets) => [...offsets])
  let told: Position = start
  const topicIndex = new Map(topics.map((topic, i) => [topic, i]))
  const lenses = new Map<string, Lens>()
  let records = 0
  let damaged = 0

  /** Moves a partition on; false if it was there already. Offsets without a record held something nobody can read. */
  function advance(topic: string, partition: number, offset: number, to: number): boolean {
    const offsets = next[topicIndex.get(topic) ?? -1]
    const from = offsets?.[partition] ?? 0 // a partition that was added later is read from its beginning
    if (!offsets || to <= from) return false
    records += to - from
    damaged += Math.max(0, offset - from)
    offsets[partition] = to
    return true
  }

  function cut(): ReadonlyMap<string, Frame> {
    const frames = new Map<string, Frame>()
    if (records === 0) return frames
    const position = next.map((offsets) => [...offsets])
    const slice = { id: writePosition(position), position, records, damaged }
    told = position
    records = 0
    damaged = 0
    for (const [key, lens] of lenses) frames.set(key, lens.cut(slice))
    return frames
  }

  return {
    offer: (offered) => {
      for (const record of offered) {
        const { topic, partition, offset } = record
        if (!advance(topic, partition, offset, offset + 1)) continue
        if (record.headers[PURPOSE_HEADER]) continue // a probe is nobody's event: counted, as the log counts it, and never shown
        const looked = lookAt(record)
        for (const lens of lenses.values()) lens.consider(looked)
      }
    },
    reached: ({ topic, partition, offset }) => void advance(topic, partition, offset, offset),
    cut,
    lens: (filter = EVERYTHING) => {
      const key = filterKey(filter)
      const there = lenses.get(key)
      if (there) return there
      if (records > 0)
        throw new Error('end the slice first: a filter cannot look back into one that has begun')
      const opened = openLens(told, {
        ...(isEverything(filter) ? everything : filtered),
        ...{ filter, read },
      })
      lenses.set(key, opened)
      return opened
    },
    close: (key) => void lenses.delete(key),
    position: () => told,
    skipTo: (position) => {
      let passedOver = 0
      for (const [topic, offsets] of position.entries())
        for (const [partition, offset] of offsets.entries())
          passedOver += Math.max(0, offset - told[topic]![partition]!)
      next = position.map((offsets) => [...offsets])
      told = position
      records = 0
      damaged = 0
      for (const lens of lenses.values()) lens.skipTo(position)
      return passedOver
    },
  }
}

const PURPOSE_HEADER = 'ioc_purpose'
