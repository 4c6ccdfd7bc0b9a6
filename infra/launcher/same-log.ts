import type { ClickHouse } from '@ioc/clickhouse'
import { EX_CONFIG } from '@ioc/config'
import type { Kafka } from '@ioc/kafka'
import { Stop } from './stop-error.ts'

/** Refuses a ClickHouse whose ledger is ahead of this Kafka: it was folded from another log, and its numbers would pass for this one's. */
export const checkSameLog = async (kafka: Kafka, clickhouse: ClickHouse): Promise<void> => {
  const rows = await clickhouse.query<{ topic: string; partition: number; next: number }>(
    'SELECT topic, `partition`, max(`offset`) + 1 AS next FROM ledger GROUP BY topic, `partition`',
  )
  for (const { topic, partition, next } of rows) {
    const high = (await kafka.admin.offsets(topic)).find((p) => p.partition === partition)?.high ?? 0
    if (next > high)
      throw new Stop(
        `ClickHouse holds a ledger of another Kafka: ${topic}/${partition} is folded up to offset ${next - 1}, but this log ends at ${high}. Use the Kafka it was folded from, or an empty database`,
        EX_CONFIG,
      )
  }
}
