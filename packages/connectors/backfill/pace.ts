import type { ClickHouse } from '@ioc/clickhouse'
import { pauseUnless } from '@ioc/clock/pause.ts'
import type { Kafka } from '@ioc/kafka'

/** Live events waiting to be folded beyond which a backfill stands aside. */
const BEHIND_MAX = 2_000
const LOOK_MS = 250

/**
 * Offsets of each partition that are looked at, from the end of the log back. A ledger of years is not read for a question that is asked for every
 * 500 events: twelve granules of the primary key are, however large it is.
 */
const LOOKED_BACK = 100_000

/** How many records of a topic the aggregator has not folded yet; of a partition that is further behind than is looked back, so many at least. */
export const behindOf = async (
  kafka: Pick<Kafka, 'admin'>,
  clickhouse: Pick<ClickHouse, 'query'>,
  topic: string,
): Promise<number> => {
  const marks = (await kafka.admin.offsets(topic)).map(({ partition, low, high }) => ({
    ...{ partition, high, from: Math.max(low, high - LOOKED_BACK) },
  }))
  const rows = await clickhouse.query<{ partition: number; next: number }>(
    `SELECT \`partition\`, max(\`offset\`) + 1 AS next FROM ledger
     WHERE topic = {topic:String} AND (${marks.map(({ partition, from }) => `(\`partition\` = ${partition} AND \`offset\` >= ${from})`).join(' OR ')})
     GROUP BY \`partition\``,
    { topic },
  )
  const next = new Map(rows.map((row) => [row.partition, row.next]))
  // What was appended and folded while the ledger was asked lies beyond these ends: it is not behind.
  return marks.reduce(
    (sum, { partition, high, from }) => sum + Math.max(0, high - (next.get(partition) ?? from)),
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
