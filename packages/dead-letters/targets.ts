import type { ClickHouse } from '@ioc/clickhouse'
import type { Cursor } from './cursor.ts'
import { type DeadLetter, type Filter, listDeadLetters } from './list.ts'

const PAGE = 1_000

/** All dead letters that share something, at most the newest `limit` of them, oldest first; read to the end before anything is done with the first. */
export const matching = async (
  clickhouse: Pick<ClickHouse, 'query'>,
  filter: Filter,
  limit: number | null,
): Promise<DeadLetter[]> => {
  const found: DeadLetter[] = []
  let before: Cursor | null = null
  do {
    const wanted = Math.min(PAGE, (limit ?? Number.POSITIVE_INFINITY) - found.length)
    const page = await listDeadLetters(clickhouse, filter, wanted, before)
    found.push(...page.deadLetters)
    before = page.next
  } while (before !== null && found.length < (limit ?? Number.POSITIVE_INFINITY))
  return found.reverse()
}
