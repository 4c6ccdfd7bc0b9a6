import type { ClickHouse } from '@ioc/clickhouse'
import { POSITION_SQL } from '@ioc/dead-letters/position.ts'
import { FOLDED } from '@ioc/dead-letters/state-sql.ts'
import { sourceKey } from '../pulse/tally.ts'

/** How many of its records were rejected for a reason; one with several reasons counts under each. */
export type RejectCount = { code: string; records: number }

/** Per source and contract (`sourceKey`), why its records were rejected, the most frequent reason first; as the list of dead letters counts. */
export async function readRejects(
  clickhouse: Pick<ClickHouse, 'query'>,
): Promise<Map<string, RejectCount[]>> {
  const rows = await clickhouse.query<RejectCount & { source: string; topic: string }>(
    `SELECT source, topic, code, uniqExact(position) AS records
     FROM (SELECT event_source AS source, topic, ${POSITION_SQL} AS position, ledger.reasons.code AS codes
           FROM ledger PREWHERE verdict = 'reject' WHERE ${FOLDED})
     ARRAY JOIN arrayDistinct(codes) AS code
     GROUP BY source, topic, code ORDER BY records DESC, code`,
    {},
    { max_threads: 1 },
  )
  const rejects = new Map<string, RejectCount[]>()
  for (const { source, topic, code, records } of rows) {
    const key = sourceKey(source, topic)
    rejects.set(key, [...(rejects.get(key) ?? []), { code, records }])
  }
  return rejects
}
