import { pauseUnless } from '@ioc/clock/pause.ts'
import { type Kafka, LogBeginsAfterNeeded, LogWasRecreated, type Tail } from '@ioc/kafka'
import type { Log } from '@ioc/log'
import { type FeedFilter, filterKey, isEverything } from './filter.ts'
import type { Frame } from './frame.ts'
import { type Hub, openHub } from './hub.ts'
import { type FeedItem, type FeedRecord, readItem, type UnitNames } from './item.ts'
import type { Lens } from './lens.ts'
import { type Position, writePosition } from './position.ts'
import { openTurns } from './read-log.ts'
import { type Backlog, readBacklog, readNewest } from './resume.ts'
import type { Message } from './viewer.ts'

/** The live feed: one tail of the event topics for all viewers, cut into frames four times a second, for each filter its own. */
export type Feed = {
  /** Hears every message for a filter from now on; gives what stops it. */
  subscribe(filter: FeedFilter, hear: (message: Message) => void): () => void
  /** What a filter sees; who comes before Kafka has first answered waits for it. Only for who has subscribed. */
  lens(filter: FeedFilter): Promise<Lens>
  backlog(filter: FeedFilter, from: Position, to: Position): Promise<Backlog>
  /** The newest events before a lens began to look: read once for all who come. */
  before(lens: Lens): Promise<readonly FeedItem[]>
  start(): Promise<void>
  stop(): Promise<void>
}

const FRAME_MS = 250
const EVERYTHING = { itemsPerFrame: 10, itemsInBurst: 100, framesKept: 480 } // two minutes
const FILTERED = { itemsPerFrame: 25, itemsInBurst: 400, framesKept: 60 }
const AGAIN_MS = 2_000
/** Without a viewer for so long the log is no longer followed: decoding a replay for nobody cost a sixth of it (22 s of 300 s CPU). */
const UNWATCHED_MS = 30_000
const READERS_MAX = 4

export function openFeed(doors: {
  kafka: Kafka
  topics: readonly string[]
  unitNames: UnitNames
  log: Log
}): Feed {
  const { kafka, topics, unitNames, log } = doors
  /** Who watches, by filter. */
  const watching = new Map<string, Set<(message: Message) => void>>()
  const read = (record: FeedRecord): FeedItem | null => readItem(record, unitNames)
  const logDoors = { kafka, topics, read }
  const inTurn = openTurns(READERS_MAX)
  const before = new WeakMap<Lens, Promise<readonly FeedItem[]>>()
  const stopping = new AbortController()
  /** Resolved while somebody watches. */
  let watched = Promise.withResolvers<void>()
  let unwatched: NodeJS.Timeout | undefined
  let letGo: () => void = () => {}
  let hub: Hub | null = null
  let known = Promise.withResolvers<Hub>()
  let running: Promise<void> = Promise.resolve()

  function cut(): void {
    for (const [key, frame] of hub?.cut() ?? []) {
      const message = asMessage(frame)
      for (const hear of watching.get(key) ?? []) hear(message)
    }
  }

  /** Where the feed stood is no longer in the log: it goes on where the log begins, or was made anew, and says so. */
  async function goOnLater(isAnew: boolean): Promise<void> {
    if (!hub) return
    cut()
    const stood = hub.position()
    const ends = await endsOf(kafka, topics)
    const to = ends.map((offsets, topic) =>
      offsets.map(({ low, high }, partition) =>
        isAnew ? high : Math.min(high, Math.max(low, stood[topic]?.[partition] ?? 0)),
      ),
    )
    const passedOver = hub.skipTo(to)
    const message: Message = {
      event: 'gap',
      id: writePosition(to),
      data: { reason: 'log-begins-later', events: isAnew ? null : passedOver },
    }
    for (const hearers of watching.values()) for (const hear of hearers) hear(message)
  }

  /** Nobody has watched for a while: whoever comes next begins anew, and with a Last-Event-ID resumes from the log. */
  function rest(): void {
    watched = Promise.withResolvers()
    known = Promise.withResolvers()
    hub = null
    letGo()
  }

  async function follow(): Promise<void> {
    hub ??= openHub({
      topics,
      start: (await endsOf(kafka, topics)).map((offsets) => offsets.map(({ high }) => high)),
      ...{ everything: EVERYTHING, filtered: FILTERED, read },
    })
    known.resolve(hub)
    const { offer, reached, position } = hub
    const tail: Tail = await kafka.tail([...topics], offer, {
      fromOffsets: offsetsOf(position(), topics),
      onReached: reached,
    })
    const stop = () => void tail.stop()
    letGo = stop
    stopping.signal.addEventListener('abort', stop, { once: true })
    if (stopping.signal.aborted) stop()
    await tail.finished
    stopping.signal.removeEventListener('abort', stop)
  }

  async function followOn(): Promise<void> {
    while (!stopping.signal.aborted) {
      await watched.promise
      if (stopping.signal.aborted) return
      try {
        await follow()
        if (hub === null) continue // let go for want of viewers
      } catch (error) {
        // Kafka away, or a topic not there yet: viewers see nothing new, and the next try goes on where this one stood.
        log.warn({ fault: error instanceof Error ? error.name : typeof error }, 'the feed lost the log')
        if (error instanceof LogBeginsAfterNeeded || error instanceof LogWasRecreated)
          await goOnLater(error instanceof LogWasRecreated).catch(() => {}) // Kafka away: the next try finds it again
      }
      if (!stopping.signal.aborted) await pauseUnless(AGAIN_MS, stopping.signal)
    }
  }

  return {
    subscribe: (filter, hear) => {
      const key = filterKey(filter)
      const hearers = watching.get(key) ?? new Set()
      watching.set(key, hearers.add(hear))
      clearTimeout(unwatched)
      watched.resolve()
      return () => {
        hearers.delete(hear)
        if (hearers.size > 0) return
        if (watching.get(key) === hearers) watching.delete(key)
        // A filter is forgotten at once: who comes back with a position has its part of the log read again.
        if (!isEverything(filter)) hub?.close(key)
        if (watching.size === 0) unwatched = setTimeout(rest, UNWATCHED_MS).unref()
      }
    },
    lens: async (filter) => {
      const there = await known.promise
      cut() // a filter begins with a slice
      return (hub ?? there).lens(filter)
    },
    backlog: (filter, from, to) => inTurn(() => readBacklog(logDoors, filter, from, to)),
    before: (lens) => {
      const there = before.get(lens)
      if (there) return there
      const asked = inTurn(() => readNewest(logDoors, lens.filter, lens.start))
      before.set(lens, asked)
      asked.catch(() => before.delete(lens)) // told to whoever waits; the next one asks again
      return asked
    },
    start: async () => {
      const timer = setInterval(cut, FRAME_MS)
      stopping.signal.addEventListener('abort', () => clearInterval(timer), { once: true })
      running = followOn()
    },
    stop: async () => {
      stopping.abort()
      clearTimeout(unwatched)
      watched.resolve()
      await running
    },
  }
}

export const asMessage = ({ id, items, notShown, unreadable, matched }: Frame): Message => ({
  event: 'frame',
  id,
  data: { items, notShown, unreadable, matched },
})

async function endsOf(kafka: Kafka, topics: readonly string[]): Promise<{ low: number; high: number }[][]> {
  const ends: { low: number; high: number }[][] = []
  for (const topic of topics) ends.push(await kafka.admin.offsets(topic))
  return ends
}

const offsetsOf = (position: Position, topics: readonly string[]) =>
  position.flatMap((offsets, i) =>
    offsets.map((offset, partition) => ({ topic: topics[i]!, partition, offset })),
  )
