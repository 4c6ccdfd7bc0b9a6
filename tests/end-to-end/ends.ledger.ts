import type { ClickHouse } from '@ioc/clickhouse'
import type { Kafka } from '@ioc/kafka'
import { until } from '../browser/until.ts'

const TOPIC = 'dossier.v1'

export type LedgerFaults = {
  /** Acknowledged events the ledger does not know. */
  lost: string[]
  /** Log positions that are in the ledger more than once, as the product reads it. */
  doubled: number
  /** Partitions whose offsets have a hole, or end before the log does. */
  gaps: string[]
  /** Acknowledged dossiers that are not exactly once in the current state. */
  state: number
}

export const NO_FAULTS: LedgerFaults = { lost: [], doubled: 0, gaps: [], state: 0 }

/** Waits until the ledger has every record of the log, and gives what is wrong with it. */
export const auditDossiers = async (
  { kafka, clickhouse }: { kafka: Kafka; clickhouse: ClickHouse },
  acknowledged: ReadonlySet<string>,
  withinMs: number,
): Promise<LedgerFaults> => {
  await until(
    'the ledger has the whole log',
    async () => (await gaps(kafka, clickhouse)).length === 0,
    withinMs,
  ).catch(() => {}) // what is missing is told below, with everything else
  const rows = await clickhouse.query<{ event_id: string }>(
    'SELECT DISTINCT event_id FROM ledger FINAL WHERE topic = {topic:String}',
    { topic: TOPIC },
  )
  const known = new Set(rows.map((row) => row.event_id))
  const [positions] = await clickhouse.query<{ doubled: number }>(
    'SELECT count() - uniqExact(`partition`, `offset`) AS doubled FROM ledger FINAL WHERE topic = {topic:String}',
    { topic: TOPIC },
  )
  const current = await clickhouse.query<{ subject: string; times: number }>(
    'SELECT subject, count() AS times FROM dossier FINAL GROUP BY subject',
  )
  const times = new Map(current.map(({ subject, times }) => [subject.split('-').at(-1)!, times]))
  return {
    lost: [...acknowledged].filter((id) => !known.has(id)).slice(0, 10),
    doubled: positions!.doubled,
    gaps: await gaps(kafka, clickhouse),
    state: [...acknowledged].filter((id) => times.get(id.split('-').at(-1)!) !== 1).length,
  }
}

const gaps = async (kafka: Kafka, clickhouse: ClickHouse): Promise<string[]> => {
  const rows = await clickhouse.query<{ partition: number; offsets: number; end: number }>(
    'SELECT `partition`, uniqExact(`offset`) AS offsets, max(`offset`) + 1 AS end FROM ledger WHERE topic = {topic:String} GROUP BY `partition`',
    { topic: TOPIC },
  )
  const of = new Map(rows.map((row) => [row.partition, row]))
  return (await kafka.admin.offsets(TOPIC)).flatMap(({ partition, high }) => {
    const { offsets = 0, end = 0 } = of.get(partition) ?? {}
    return offsets === high && end === high
      ? []
      : [`partition ${partition}: log ends at ${high}, ledger at ${end} with ${offsets} offsets`]
  })
}

/** Records of the log that are in the ledger now. */
export const foldedCount = async (clickhouse: ClickHouse): Promise<number> => {
  const [row] = await clickhouse.query<{ rows: number }>(
    'SELECT uniqExact(`partition`, `offset`) AS rows FROM ledger WHERE topic = {topic:String}',
    { topic: TOPIC },
  )
  return row!.rows
}
