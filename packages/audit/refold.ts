import { randomUUID } from 'node:crypto'
import type { InForce } from '@ioc/catalogues'
import type { ClickHouse } from '@ioc/clickhouse'
import type { Kafka } from '@ioc/kafka'
import { makeBlock, type Run } from '@ioc/pipeline/block.ts'
import { deadLetter } from '@ioc/pipeline/dead-letter.ts'
import { type LogRecord, type Reading, readRecord } from '@ioc/reader'
import { DEAD_LETTER_TOPIC } from '@ioc/schemas'
import type { Sealer } from '@ioc/sealing'
import type { Range } from './ends.ts'
import { AuditRefusal } from './refusal.ts'

export type RefoldDoors = {
  clickhouse: ClickHouse
  kafka: Pick<Kafka, 'admin' | 'consume' | 'readFrom' | 'publish'>
  reading: Omit<Reading, 'catalogues'> & { catalogues: InForce }
  sealer: Sealer
}

/**
 * Folds offsets the ledger lacks from the log once more, exactly as the aggregator does: business tables first, the ledger last.
 * May be repeated; the rows have the same keys.
 * @throws AuditRefusal where the log no longer holds them, or is not the log this ledger was folded from
 */
export const refold = async (doors: RefoldDoors, range: Range): Promise<void> => {
  const { topic, partition, from, to } = range
  const log = (await doors.kafka.admin.offsets(topic)).find((p) => p.partition === partition)
  if (!log || log.low > from || log.high <= to)
    throw new AuditRefusal(
      `${topic}/${partition}: offsets ${from} to ${to} are not in the log any more (it holds ${log?.low ?? 0} to ${(log?.high ?? 0) - 1}); record the loss with: npm run audit -- accept-loss ${topic}/${partition} --up-to ${Math.min(to, (log?.low ?? 0) - 1)} --why "<what happened>"`,
    )
  await assertSameLog(doors, range, log.high)
  const reached = Promise.withResolvers<void>()
  // As the aggregator reads, not `readFrom`: that one does not tell a corrupt batch from offsets that were never data.
  const consumption = await doors.kafka.consume({
    group: `audit.refold.${randomUUID()}`,
    topics: [topic],
    startAt: async (_topic, other) => ({
      next: other === partition ? from : await endOf(doors, topic, other),
    }),
    onBatch: async (batch) => {
      if (batch.partition !== partition || batch.firstOffset > to) return
      await foldRun(doors, {
        ...batch,
        records: batch.records.filter((record) => record.offset <= to),
        lastOffset: Math.min(batch.lastOffset, to),
      })
      if (batch.lastOffset >= to) reached.resolve()
    },
  })
  try {
    await Promise.race([reached.promise, consumption.finished])
  } finally {
    await consumption.stop()
  }
}

const endOf = async ({ kafka }: RefoldDoors, topic: string, partition: number): Promise<number> =>
  (await kafka.admin.offsets(topic)).find((p) => p.partition === partition)?.high ?? 0

const foldRun = async ({ clickhouse, kafka, reading, sealer }: RefoldDoors, run: Run): Promise<void> => {
  const { at } = reading.catalogues
  const read = (record: LogRecord) => readRecord(record, { ...reading, catalogues: at(record.appendedAtMs) })
  const block = makeBlock(run, read, sealer, (appendedAtMs) => at(appendedAtMs).version)
  for (const { table, columns, bytes, rows } of [...block.business, block.ledger])
    await clickhouse.insertRows(table, columns, bytes, rows)
  await kafka.publish(DEAD_LETTER_TOPIC, block.deadLetters.map(deadLetter))
}

/** The ledger rows beside the hole must have been appended when the log says they were: else it is another log, and its records are others. */
const assertSameLog = async (
  { clickhouse, kafka }: RefoldDoors,
  { topic, partition, from, to }: Range,
  high: number,
): Promise<void> => {
  const rows = await clickhouse.query<{ offset: number; appendedAtMs: number }>(
    `SELECT \`offset\`, toUnixTimestamp64Milli(appended_at) AS appendedAtMs FROM ledger FINAL
WHERE topic = {topic:String} AND \`partition\` = {partition:Int32} AND \`offset\` IN {beside:Array(Int64)} AND verdict <> 'control'`,
    { topic, partition, beside: [from - 1, to + 1] },
  )
  for (const row of rows) {
    if (row.offset >= high) continue
    await kafka.readFrom(topic, partition, row.offset, row.offset + 1, ([record]) => {
      if (record && record.appendedAtMs !== row.appendedAtMs)
        throw new AuditRefusal(
          `${topic}/${partition}: this log says offset ${row.offset} was appended at ${record.appendedAtMs} ms, the ledger says ${row.appendedAtMs} ms: it is another log`,
        )
    })
  }
}
