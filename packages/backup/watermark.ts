import { setTimeout as pause } from 'node:timers/promises'
import type { ClickHouse } from '@ioc/clickhouse'
import type { Kafka } from '@ioc/kafka'
import { contracts } from '@ioc/schemas'
import type { Manifest } from './manifest.ts'
import { BackupRefusal } from './refusal.ts'

export type Watermark = Manifest['watermark']

/** The last offset the ledger holds of each partition, and when the broker appended it. */
export const ledgerEnds = (clickhouse: Pick<ClickHouse, 'query'>): Promise<Watermark> =>
  clickhouse.query(
    `SELECT topic, \`partition\`, max(\`offset\`) AS \`offset\`, toUnixTimestamp64Milli(argMax(appended_at, ledger.\`offset\`)) AS appendedAtMs
FROM ledger GROUP BY topic, \`partition\` ORDER BY topic, \`partition\``,
  )

/** SQL: rows at or below the watermark; parameters in `markParams`. */
export const AT_OR_BELOW =
  "toInt64(`offset`) <= transform(concat(topic, '/', toString(`partition`)), {places:Array(String)}, {marks:Array(Int64)}, toInt64(-1))"

export const markParams = (watermark: Watermark) => ({
  places: watermark.map((mark) => `${mark.topic}/${mark.partition}`),
  marks: watermark.map((mark) => mark.offset),
})

const LOOK_AGAIN_MS = 250

/**
 * Waits until the ledger holds everything the log held when this was called, and gives the ledger's ends. What was
 * acknowledged before, a checkpoint's claim too, is then at or below them.
 * @throws BackupRefusal if the ledger does not get there within the bound
 */
export const waitUntilFolded = async (
  kafka: Pick<Kafka, 'admin'>,
  clickhouse: Pick<ClickHouse, 'query'>,
  waitMsMax: number,
  say: (line: string) => void,
): Promise<Watermark> => {
  const wanted: { topic: string; partition: number; high: number }[] = []
  for (const { id: topic } of contracts)
    for (const { partition, high } of await kafka.admin.offsets(topic))
      wanted.push({ topic, partition, high })
  const deadlineMs = performance.now() + waitMsMax
  let sayAtMs = 0
  for (;;) {
    const ends = await ledgerEnds(clickhouse)
    const behind = wanted
      .map((w) => ({
        ...w,
        lag:
          w.high - 1 - (ends.find((e) => e.topic === w.topic && e.partition === w.partition)?.offset ?? -1),
      }))
      .filter(({ lag }) => lag > 0)
    if (behind.length === 0) return ends
    const told = behind.map(({ topic, partition, lag }) => `${topic}/${partition} ${lag}`).join(', ')
    if (performance.now() > deadlineMs)
      throw new BackupRefusal(
        `the ledger is still behind the log (${told}): is the aggregator running? A backup without these records would lose what the checkpoints say is sent; --wait-seconds gives it longer`,
      )
    if (performance.now() > sayAtMs) {
      say(`waiting until the ledger has reached the log: ${told}`)
      sayAtMs = performance.now() + 5_000
    }
    await pause(LOOK_AGAIN_MS)
  }
}
