import type { ClickHouse } from '@ioc/clickhouse'
import type { Kafka } from '@ioc/kafka'

type Doors = { kafka: Pick<Kafka, 'admin'>; clickhouse: Pick<ClickHouse, 'query'> }

/** Where each partition ends, by `topic/partition`: the first offset that is not there. */
export type Ends = ReadonlyMap<string, number>

/** Where the log of these topics ends now. */
export const logEnds = async ({ kafka }: Pick<Doors, 'kafka'>, topics: readonly string[]): Promise<Ends> => {
  const each = await Promise.all(topics.map((topic) => kafka.admin.offsets(topic)))
  return new Map(
    each.flatMap((partitions, n) =>
      partitions.map(({ partition, high }): [string, number] => [`${topics[n]}/${partition}`, high]),
    ),
  )
}

/** Where the ledger ends now: its offsets are gap-free, so the last one tells. */
const ledgerEnds = async ({ clickhouse }: Pick<Doors, 'clickhouse'>): Promise<Ends> => {
  const rows = await clickhouse.query<{ place: string; next: number }>(
    "SELECT concat(topic, '/', toString(`partition`)) AS place, max(`offset`) + 1 AS next FROM ledger GROUP BY place",
  )
  return new Map(rows.map(({ place, next }) => [place, next]))
}

/** Records of these topics that the log has and the ledger has not. */
export const countBehind = async (doors: Doors, topics: readonly string[]): Promise<number> => {
  const log = await logEnds(doors, topics) // first: what comes while the ledger is asked does not count
  const ledger = await ledgerEnds(doors)
  return [...log].reduce((sum, [place, end]) => sum + Math.max(0, end - (ledger.get(place) ?? 0)), 0)
}

/** Has the ledger all of the log up to there? */
export const ledgerHas = async (doors: Pick<Doors, 'clickhouse'>, ends: Ends): Promise<boolean> => {
  const ledger = await ledgerEnds(doors)
  return [...ends].every(([place, end]) => (ledger.get(place) ?? 0) >= end)
}
