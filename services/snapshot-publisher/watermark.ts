import type { ClickHouse } from '@ioc/clickhouse'
import type { Kafka } from '@ioc/kafka'
import { contracts } from '@ioc/schemas'
import { byPartition, type WatermarkEntry } from '@ioc/schemas/snapshot/cut.ts'

/** Per partition of every contract's topic the last offset there is now; for a cut at "now". */
export const watermarkNow = async (kafka: Kafka): Promise<WatermarkEntry[]> =>
  marks(async (topic) =>
    (await kafka.admin.offsets(topic)).map(({ partition, high }) => ({ partition, offset: high - 1 })),
  )

/** Per partition the last offset the ledger has: what can be counted now, without waiting. */
export const watermarkOfLedger = async (clickhouse: ClickHouse): Promise<WatermarkEntry[]> =>
  (
    await clickhouse.query<WatermarkEntry>(
      'SELECT topic, `partition`, toInt64(max(`offset`)) AS `offset` FROM ledger WHERE topic IN {topics:Array(String)} GROUP BY topic, `partition`',
      { topics: contracts.map(({ id }) => id) },
    )
  )
    .map(({ topic, partition, offset }) => ({ topic, partition, offset: Number(offset) }))
    .sort(byPartition)

/**
 * Per partition the last offset appended before an instant (system clock, epoch ms): a missed day is cut as it would have been.
 * Where the log itself begins later (retention, or a Kafka that was restored), the ledger knows when its offsets were appended.
 */
export const watermarkBefore = async (
  kafka: Kafka,
  clickhouse: ClickHouse,
  systemMs: number,
): Promise<WatermarkEntry[]> =>
  marks(async (topic) => {
    const begins = new Map((await kafka.admin.offsets(topic)).map(({ partition, low }) => [partition, low]))
    const first = await kafka.admin.offsetsAt(topic, systemMs)
    return Promise.all(
      first.map(async ({ partition, offset }) => {
        const low = begins.get(partition) ?? 0
        const inLog = low === 0 || offset > low
        return {
          partition,
          offset: inLog ? offset - 1 : await lastInLedger(clickhouse, topic, partition, low, systemMs),
        }
      }),
    )
  })

/** The last offset below `low` that the ledger says was appended before the instant; -1 if there is none. */
const lastInLedger = async (
  clickhouse: ClickHouse,
  topic: string,
  partition: number,
  low: number,
  systemMs: number,
): Promise<number> => {
  const [row] = await clickhouse.query<{ rows: number; last: number }>(
    `SELECT count() AS rows, max(\`offset\`) AS last FROM ledger WHERE topic = {topic:String} AND \`partition\` = {partition:Int32}
     AND \`offset\` < {low:UInt64} AND appended_at < fromUnixTimestamp64Milli({systemMs:Int64})`,
    { topic, partition, low, systemMs: Math.floor(systemMs) },
  )
  return row && row.rows > 0 ? row.last : -1
}

const marks = async (of: (topic: string) => Promise<{ partition: number; offset: number }[]>) => {
  const all = await Promise.all(
    contracts.map(async (contract) =>
      (await of(contract.id)).map((mark) => ({ topic: contract.id, ...mark })),
    ),
  )
  return all.flat().sort(byPartition)
}

/** The partitions whose ledger does not yet hold every offset up to the watermark; none: the cut can be computed. */
export const missingUpTo = async (
  clickhouse: ClickHouse,
  watermark: readonly WatermarkEntry[],
): Promise<string[]> => {
  const rows = await clickhouse.query<{ place: string; offsets: number }>(
    `SELECT concat(topic, '/', toString(\`partition\`)) AS place, uniqExact(\`offset\`) AS offsets FROM ledger
     WHERE toInt64(\`offset\`) <= transform(concat(topic, '/', toString(\`partition\`)), {places:Array(String)}, {ends:Array(Int64)}, toInt64(-1))
     GROUP BY place`,
    { places: watermark.map((m) => `${m.topic}/${m.partition}`), ends: watermark.map((m) => m.offset) },
  )
  const held = new Map(rows.map((row) => [row.place, row.offsets]))
  return watermark
    .filter((mark) => (held.get(`${mark.topic}/${mark.partition}`) ?? 0) < mark.offset + 1)
    .map((mark) => `${mark.topic}/${mark.partition}`)
}
