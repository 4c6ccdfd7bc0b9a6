import type { Kafka } from '@ioc/kafka'
import type { FeedRecord } from './item.ts'
import type { Position } from './position.ts'

export type LogReader = Pick<Kafka, 'tail'>

const READ_WITHIN_MS = 30_000

/** The log did not give what lies between two positions in time; who asked comes again. */
export class LogTooSlow extends Error {
  override readonly name = 'LogTooSlow'
}

/**
 * Reads what lies between two positions of the log, in the order of each partition. One reader for all topics: joining takes
 * longer than reading, so a reader for each partition took seconds. Throws what the Kafka port throws, or LogTooSlow.
 */
export async function readBetween(
  kafka: LogReader,
  topics: readonly string[],
  { from, to }: { from: Position; to: Position },
  onRecord: (record: FeedRecord) => void,
): Promise<void> {
  const wanted = topics.flatMap((topic, i) =>
    to[i]!.flatMap((end, partition) => {
      const offset = from[i]?.[partition] ?? 0
      return offset < end ? [{ topic, partition, offset, end }] : []
    }),
  )
  if (wanted.length === 0) return
  const open = new Map(wanted.map((each) => [`${each.topic}/${each.partition}`, each]))
  const all = Promise.withResolvers<void>()
  const tail = await kafka.tail(
    [...new Set(wanted.map(({ topic }) => topic))],
    (records) => {
      for (const record of records) {
        const range = open.get(`${record.topic}/${record.partition}`)
        if (range && record.offset >= range.offset && record.offset < range.end) onRecord(record)
      }
    },
    {
      fromOffsets: wanted,
      onReached: ({ topic, partition, offset }) => {
        const range = open.get(`${topic}/${partition}`)
        if (range && offset >= range.end) open.delete(`${topic}/${partition}`)
        if (open.size === 0) all.resolve()
      },
    },
  )
  const late = setTimeout(() => all.reject(new LogTooSlow('the log was not read in time')), READ_WITHIN_MS)
  try {
    await Promise.race([all.promise, tail.finished])
  } finally {
    clearTimeout(late)
    void tail.stop()
  }
}

/** Runs at most so many tasks at once: after a restart all viewers come back together. */
export function openTurns(most: number): <T>(task: () => Promise<T>) => Promise<T> {
  let running = 0
  const waiting: (() => void)[] = []
  return async (task) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve))
    else running += 1
    try {
      return await task()
    } finally {
      const next = waiting.shift() // takes over the place
      if (next) next()
      else running -= 1
    }
  }
}
