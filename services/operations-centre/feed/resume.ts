import type { Kafka } from '@ioc/kafka'
import type { Frame } from './hub.ts'
import type { FeedItem, FeedRecord } from './item.ts'
import { type Position, writePosition } from './position.ts'

/** What lies between two positions, read from the log again. */
export type Backlog = { frame: Frame; removed: number }

/** Per partition, the newest events read again; older ones are only counted, so that a long absence costs no more than a short one. */
const RECORDS_PER_PARTITION = 100

/**
 * Reads what a viewer missed while it was away longer than the ring reaches. `removed` counts events the log no longer has.
 * Throws what the Kafka port throws.
 */
export async function readBacklog(
  kafka: Pick<Kafka, 'readFrom' | 'admin'>,
  topics: readonly string[],
  from: Position,
  to: Position,
  read: (record: FeedRecord) => FeedItem | null,
): Promise<Backlog> {
  const items: FeedItem[] = []
  let notShown = 0
  let unreadable = 0
  let removed = 0
  for (const [index, topic] of topics.entries()) {
    const ends = await kafka.admin.offsets(topic)
    for (const [partition, toOffset] of to[index]!.entries()) {
      const fromOffset = from[index]![partition]!
      if (fromOffset >= toOffset) continue
      const low = ends.find((end) => end.partition === partition)?.low ?? 0
      const begin = Math.min(Math.max(fromOffset, low, toOffset - RECORDS_PER_PARTITION), toOffset)
      removed += Math.max(0, Math.min(low, toOffset) - fromOffset)
      notShown += Math.max(0, begin - Math.max(fromOffset, low))
      if (begin >= toOffset) continue
      await kafka.readFrom(topic, partition, begin, toOffset, (records) => {
        for (const record of records) {
          const item = read(record)
          if (item) items.push(item)
          else unreadable += 1
        }
      })
    }
  }
  items.sort((a, b) => (a.appendedAt < b.appendedAt ? -1 : 1))
  return { frame: { id: writePosition(to), position: to, items, notShown, unreadable }, removed }
}
