import type { ClickHouse } from '@ioc/clickhouse'
import { pauseUnless } from '@ioc/clock/pause.ts'
import type { Kafka } from '@ioc/kafka'

/** Live events waiting to be folded beyond which a backfill stands aside. */
const BEHIND_MAX = 2_000
const LOOK_MS = 250

/** How many records of a topic the aggregator has not folded yet. */
export const behindOf = async (
  kafka: Pick<Kafka, 'admin'>,
  clickhouse: Pick<ClickHouse, 'query'>,
  topic: string,
): Promise<number> => {
  const [marks, rows] = await Promise.all([
    kafka.admin.offsets(topic),
    clickhouse.query<{ partition: number; next: number }>(
      'SELECT `partition`, max(`offset`) + 1 AS next FROM ledger WHERE topic = {topic:String} GROUP BY `partition`',
      { topic },
    ),
  ])
  const next = new Map(rows.map((row) => [row.partition, row.next]))
  return marks.reduce(
    (sum, { partition, low, high }) => sum + Math.max(0, high - (next.get(partition) ?? low)),
    0,
  )
}

/**
 * Keeps a backfill behind the live stream: never faster than its rate, and not at all while the aggregator has something to catch up
 * on, its own events included.
 */
export const openPace = (
  perSecond: number,
  doors: {
    kafka: Pick<Kafka, 'admin'>
    clickhouse: Pick<ClickHouse, 'query'>
    topic: string
    signal: AbortSignal
  },
) => {
  let freeAtMs = performance.now()
  return {
    /** Waits until so many events may be sent; tells while it stands aside. */
    before: async (events: number, onAside: (behind: number) => void): Promise<void> => {
      for (;;) {
        const behind = await behindOf(doors.kafka, doors.clickhouse, doors.topic)
        if (behind <= BEHIND_MAX || doors.signal.aborted) break
        onAside(behind)
        await pauseUnless(LOOK_MS, doors.signal)
      }
      const now = performance.now()
      if (freeAtMs > now) await pauseUnless(freeAtMs - now, doors.signal)
      freeAtMs = Math.max(freeAtMs, performance.now()) + (events / perSecond) * 1000
    },
  }
}
