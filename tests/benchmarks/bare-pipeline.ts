import type { ClickHouse } from '@ioc/clickhouse'
import type { Kafka } from '@ioc/kafka'
import { nativeRows } from '@ioc/pipeline/native-rows.ts'
import type { Rows } from '@ioc/pipeline/rows.ts'
import { columnsOf, type KeptEvent, type LogRecord } from '@ioc/reader'
import type { Contract, Outcome } from '@ioc/schemas'

/**
 * The aggregator as it would be without promises: the same reading, the same rows, blocks and partitions at once, but no ledger, no
 * dead letters, and the position kept by the group alone. Only for comparing; it loses what a kill or an error leaves half done.
 */
export const barePipeline = (options: {
  kafka: Kafka
  clickhouse: ClickHouse
  topics: readonly string[]
  group: string
  read(record: LogRecord): Outcome<KeptEvent>
  onBlock(topic: string, counts: Record<string, number>): void
}) => {
  const finished = Promise.withResolvers<void>()
  let consumer: Awaited<ReturnType<Kafka['consume']>> | null = null
  return {
    finished: finished.promise,
    start: async () => {
      consumer = await options.kafka.consume({
        group: options.group,
        topics: [...options.topics],
        maxBytesPerPartition: 3 * 1024 * 1024,
        partitionsConcurrently: 2,
        startAt: async () => ({ next: 0 }),
        onBatch: async (batch) => {
          const gathered = new Map<Contract, Rows>()
          const counts: Record<string, number> = {}
          for (const record of batch.records) {
            const outcome = options.read(record)
            counts[outcome.kind] = (counts[outcome.kind] ?? 0) + 1
            if (outcome.kind !== 'keep') continue
            const { contract, cells } = outcome.value
            let rows = gathered.get(contract)
            if (!rows) {
              rows = nativeRows(contract.table, columnsOf(contract))
              gathered.set(contract, rows)
            }
            rows.add(cells)
          }
          await Promise.all(
            [...gathered.values()].map((each) => {
              const { table, columns, bytes, rows, format } = each.taken()
              return options.clickhouse.insertRows(table, columns, bytes, rows, undefined, format)
            }),
          )
          await batch.commit()
          options.onBlock(batch.topic, counts)
        },
      })
      consumer.finished.then(finished.resolve, finished.reject)
    },
    stop: async () => consumer?.stop(),
  }
}
