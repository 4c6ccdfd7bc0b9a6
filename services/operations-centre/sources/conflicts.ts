import type { ClickHouse } from '@ioc/clickhouse'
import { contracts } from '@ioc/schemas'
import { sourceKey } from '../pulse/tally.ts'

/** Per source and contract (`sourceKey`), how many event ids arrived again with other content (design §4: `identity-conflict`). */
export async function readConflicts(clickhouse: ClickHouse): Promise<Map<string, number>> {
  const conflicts = new Map<string, number>()
  // One table at a time: the grouping holds every id of its table in memory.
  for (const { table, id } of contracts) {
    const rows = await clickhouse.query<{ source: string; ids: number }>(
      `SELECT event_source AS source, count() AS ids
       FROM (SELECT event_source, event_id FROM {table:Identifier} WHERE topic = {id:String}
             GROUP BY event_source, event_id HAVING min(content_hash) != max(content_hash))
       GROUP BY event_source`,
      { table, id },
      { max_threads: 1 },
    )
    for (const { source, ids } of rows) conflicts.set(sourceKey(source, id), ids)
  }
  return conflicts
}
