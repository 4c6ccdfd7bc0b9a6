import { pauseUnless } from '@ioc/clock/pause.ts'
import { type Kafka, LogBeginsAfterNeeded, LogWasRecreated, type Tail } from '@ioc/kafka'
import type { Log } from '@ioc/log'
import { type Frame, type Hub, openHub } from './hub.ts'
import { type FeedItem, type FeedRecord, readItem, type UnitNames } from './item.ts'
import type { Position } from './position.ts'
import { type Backlog, readBacklog } from './resume.ts'
import type { Gap } from './viewer.ts'

/** The live feed: one tail of the event topics for all viewers, cut into frames four times a second. */
export type Feed = {
  /** The feed's core; who comes before Kafka has first answered waits for it. */
  hub(): Promise<Hub>
  /** Hears every frame from now on; gives what stops it. */
  subscribe(hear: (frame: Frame | Gap) => void): () => void
  backlog(from: Position, to: Position): Promise<Backlog>
  start(): Promise<void>
  stop(): Promise<void>
}

const FRAME_MS = 250
const ITEMS_PER_FRAME = 10
const ITEMS_IN_BURST = 100
const FRAMES_KEPT = 480 // two minutes
const AGAIN_MS = 2_000
/** Without a viewer for so long the log is no longer followed: decoding a replay for nobody cost a sixth of it (22 s of 300 s CPU). */
const UNWATCHED_MS = 30_000

export function openFeed(doors: {
  kafka: Kafka
  topics: readonly string[]
  unitNames: UnitNames
  log: Log
}): Feed {
  const { kafka, topics, unitNames, log } = doors
  const hearers = new Set<(frame: Frame | Gap) => void>()
  const read = (record: FeedRecord): FeedItem | null => readItem(record, unitNames)
  const stopping = new AbortController()
  /** Resolved while somebody watches. */
  let watched = Promise.withResolvers<void>()
  let unwatched: NodeJS.Timeout | undefined
  let letGo: () => void = () => {}
  let hub: Hub | null = null
  let known = Promise.withResolvers<Hub>()
  let running: Promise<void> = Promise.resolve()

  function cut(): void {
    const frame = hub?.cut()
    if (frame) for (const hear of hearers) hear(frame)
  }

  /** Where the feed stood is no longer in the log: it goes on at its end, and says so. */
  function beginAnew(): void {
    if (hub) known = Promise.withResolvers()
    hub = null
    for (const hear of hearers) hear({ reason: 'log-begins-later', events: null })
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
      start: await endsOf(kafka, topics),
      itemsPerFrame: ITEMS_PER_FRAME,
      itemsInBurst: ITEMS_IN_BURST,
      framesKept: FRAMES_KEPT,
      read,
    })
    known.resolve(hub)
    const offer = hub.offer
    const tail: Tail = await kafka.tail([...topics], offer, {
      fromOffsets: offsetsOf(hub.position(), topics),
    })
    const stop = () => void tail.stop()
    letGo = stop
    stopping.signal.addEventListener('abort', stop, { once: true })
    if (stopping.signal.aborted) stop()
    await tail.finished
  }

  async function followOn(): Promise<void> {
    while (!stopping.signal.aborted) {
      await watched.promise
      if (stopping.signal.aborted) return
      try {
        await follow()
        if (hearers.size === 0) continue // let go for want of viewers
      } catch (error) {
        // Kafka away, or a topic not there yet: viewers see nothing new, and the next try goes on where this one stood.
        log.warn({ fault: error instanceof Error ? error.name : typeof error }, 'the feed lost the log')
        if (error instanceof LogBeginsAfterNeeded || error instanceof LogWasRecreated) beginAnew()
      }
      if (!stopping.signal.aborted) await pauseUnless(AGAIN_MS, stopping.signal)
    }
  }

  return {
    hub: () => known.promise,
    subscribe: (hear) => {
      hearers.add(hear)
      clearTimeout(unwatched)
      watched.resolve()
      return () => {
        hearers.delete(hear)
        if (hearers.size === 0) unwatched = setTimeout(rest, UNWATCHED_MS).unref()
      }
    },
    backlog: (from, to) => readBacklog(kafka, topics, from, to, read),
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

async function endsOf(kafka: Kafka, topics: readonly string[]): Promise<Position> {
  const ends: number[][] = []
  for (const topic of topics) ends.push((await kafka.admin.offsets(topic)).map(({ high }) => high))
  return ends
}

const offsetsOf = (position: Position, topics: readonly string[]) =>
  position.flatMap((offsets, i) =>
    offsets.map((offset, partition) => ({ topic: topics[i]!, partition, offset })),
  )
