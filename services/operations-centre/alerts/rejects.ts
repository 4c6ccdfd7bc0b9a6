import type { ReadRejects } from '@ioc/alerts'
import type { ClickHouse } from '@ioc/clickhouse'
import { EVENT_TOPICS } from '@ioc/schemas'

/** Records that say no source, since they cannot be read. */
export const NAMELESS = 'unknown'

/** What a source says of itself is no record of the field: it would make every share smaller. */
const TOPICS = [...EVENT_TOPICS]

/** Records and rejects of each source that were appended since an instant (epoch ms), by the ledger. */
export const readRejects = async (
  clickhouse: Pick<ClickHouse, 'query'>,
  sinceMs: number,
): Promise<ReadRejects[]> => {
  const rows = await clickhouse.query<ReadRejects>(
    // uniqExact: a repeated insert has its rows twice until parts are merged.
    `SELECT event_source AS source, uniqExact(topic, \`partition\`, \`offset\`) AS records,
            uniqExactIf((topic, \`partition\`, \`offset\`), verdict = 'reject') AS rejected
     FROM ledger
     WHERE topic IN {topics:Array(String)} AND appended_at > fromUnixTimestamp64Milli({sinceMs:Int64}) AND verdict != 'control'
     GROUP BY event_source`,
    { sinceMs, topics: TOPICS },
  )
  return rows.map((row) => ({ ...row, source: row.source || NAMELESS }))
}
