import type { Kafka } from '@ioc/kafka'
import { type FeedFilter, isEverything, lookAt, passes } from './filter.ts'
import type { Frame } from './frame.ts'
import type { FeedItem, FeedRecord } from './item.ts'
import { inLogOrder } from './order.ts'
import { type Position, writePosition } from './position.ts'
import { type LogReader, readBetween } from './read-log.ts'

/** What lies between two positions, read from the log again; `removed` counts records the log no longer has, up to `begins`. */
export type Backlog = { frame: Frame; removed: number; begins: Position }

export type LogDoors = {
  kafka: LogReader & { admin: Pick<Kafka['admin'], 'offsets'> }
  topics: readonly string[]
  read(record: FeedRecord): FeedItem | null
}

/** Per partition, the newest records read again; older ones are only counted, so that a long absence costs no more than a short one. */
const RECORDS_PER_PARTITION = 100
/** A filter looks further back: what few events match must not be missed. */
const LOOKED_AT_PER_PARTITION = 10_000
const ITEMS_MAX = 500
const FOR_GREETING = { items: 30, records: 30, lookedAt: 2_000 }

/** Reads what a viewer missed while it was away longer than the ring reaches. Throws what the Kafka port throws, or LogTooSlow. */
export async function readBacklog(
  doors: LogDoors,
  filter: FeedFilter,
  from: Position,
  to: Position,
): Promise<Backlog> {
  const lows = await lowsOf(doors)
  const perPartition = isEverything(filter) ? RECORDS_PER_PARTITION : LOOKED_AT_PER_PARTITION
  const there = to.map((ends, topic) =>
    ends.map((end, partition) =>
      Math.min(Math.max(from[topic]![partition]!, lows[topic]![partition] ?? 0), end),
    ),
  )
  const begin = there.map((starts, topic) =>
    starts.map((start, partition) => Math.max(start, to[topic]![partition]! - perPartition)),
  )
  const { items, unreadable, matched } = await readMatching(doors, filter, begin, to)
  const shown = items.slice(-ITEMS_MAX)
  const frame: Frame = {
    ...{ id: writePosition(to), position: to, items: shown, unreadable },
    notShown: between(there, to) - shown.length - unreadable,
    matched: isEverything(filter) ? null : matched,
  }
  return { frame, removed: between(from, there), begins: there }
}

/** The newest events before a position, for a viewer that has just come: a quiet river must not look like a broken one. */
export async function readNewest(doors: LogDoors, filter: FeedFilter, to: Position): Promise<FeedItem[]> {
  const lows = await lowsOf(doors)
  const perPartition = isEverything(filter) ? FOR_GREETING.records : FOR_GREETING.lookedAt
  const begin = to.map((ends, topic) =>
    ends.map((end, partition) => Math.min(end, Math.max(end - perPartition, lows[topic]![partition] ?? 0))),
  )
  const { items } = await readMatching(doors, filter, begin, to)
  return items.slice(-FOR_GREETING.items)
}

async function readMatching(doors: LogDoors, filter: FeedFilter, from: Position, to: Position) {
  const { kafka, topics, read } = doors
  const items: FeedItem[] = []
  let unreadable = 0
  // Other kinds are not even fetched.
  const begin = from.map((starts, i) =>
    filter.contract === undefined || filter.contract === topics[i] ? starts : to[i]!,
  )
  await readBetween(kafka, topics, { from: begin, to }, (record) => {
    if (record.headers.ioc_purpose) return
    const passed = passes(filter, lookAt(record))
    if (passed === false) return
    const item = passed === true ? read(record) : null
    if (item) items.push(item)
    else unreadable += 1
  })
  return { items: inLogOrder(items), unreadable, matched: items.length }
}

const lowsOf = async ({ kafka, topics }: LogDoors): Promise<number[][]> => {
  const lows: number[][] = []
  for (const topic of topics) lows.push((await kafka.admin.offsets(topic)).map(({ low }) => low))
  return lows
}

/** How many records lie between two positions. */
export const between = (from: Position, to: Position): number =>
  to.reduce(
    (sum, ends, topic) =>
      sum + ends.reduce((all, end, partition) => all + Math.max(0, end - (from[topic]![partition] ?? 0)), 0),
    0,
  )
