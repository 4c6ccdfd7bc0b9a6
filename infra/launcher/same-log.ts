import { setTimeout as wait } from 'node:timers/promises'
import type { ClickHouse } from '@ioc/clickhouse'
import { EX_CONFIG } from '@ioc/config'
import type { Kafka } from '@ioc/kafka'
import { Stop } from './stop-error.ts'

type Folded = { topic: string; partition: number; next: number }
type Doors = { kafka: { admin: Pick<Kafka['admin'], 'offsets'> }; clickhouse: Pick<ClickHouse, 'query'> }

// A broker that has just come back may for a moment report an end before its true one.
const LOOKS = 7
const LOOK_AGAIN_MS = 500

/** Refuses a ClickHouse whose ledger is ahead of this Kafka: it was folded from another log, and its numbers would pass for this one's. */
export const checkSameLog = async (
  kafka: Doors['kafka'],
  clickhouse: Doors['clickhouse'],
  lookAgainMs = LOOK_AGAIN_MS,
): Promise<void> => {
  const folded = await clickhouse.query<Folded>(
    'SELECT topic, `partition`, max(`offset`) + 1 AS next FROM ledger GROUP BY topic, `partition`',
  )
  for (let looks = 1; ; looks++) {
    const ahead = await firstAhead(kafka, folded)
    if (ahead === null) return
    const { topic, partition, next, high } = ahead
    if (looks === LOOKS)
      throw new Stop(
        `ClickHouse holds a ledger of another Kafka: ${topic}/${partition} is folded up to offset ${next - 1}, but this log ends at ${high}. Use the Kafka it was folded from, or an empty database`,
        EX_CONFIG,
      )
    await wait(lookAgainMs)
  }
}

/** The first partition that is folded further than its log reaches; null if none is. */
const firstAhead = async (
  kafka: Doors['kafka'],
  folded: readonly Folded[],
): Promise<(Folded & { high: number }) | null> => {
  for (const place of folded) {
    const ends = await kafka.admin.offsets(place.topic)
    const high = ends.find(({ partition }) => partition === place.partition)?.high ?? 0
    if (place.next > high) return { ...place, high }
  }
  return null
}
