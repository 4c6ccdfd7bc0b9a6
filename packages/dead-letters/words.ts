import type { ClickHouse } from '@ioc/clickhouse'
import { POSITION_SQL } from './position.ts'
import { POSITIONS_MAX } from './sealed.ts'

/** What people last said of a dead letter, and how often it was meant to be sent. */
export type Word = { word: 'drop' | 'reopen' | ''; saidMs: number; sent: number }

/** The last words on these first dead letters. */
export const readWords = async (
  clickhouse: Pick<ClickHouse, 'query'>,
  roots: readonly string[],
): Promise<Map<string, Word>> => {
  const words = new Map<string, Word>()
  for (let at = 0; at < roots.length; at += POSITIONS_MAX)
    for (const { root, ...word } of await clickhouse.query<Word & { root: string }>(
      `SELECT ${POSITION_SQL} AS root, argMaxIf(action, (acted_at, action_id), action IN ('drop', 'reopen')) AS word,
              toUnixTimestamp64Milli(maxIf(acted_at, action IN ('drop', 'reopen'))) AS saidMs,
              uniqExactIf(action_id, action = 'replay') AS sent
       FROM dead_letter_action WHERE root IN {roots:Array(String)} GROUP BY root`,
      { roots: roots.slice(at, at + POSITIONS_MAX) },
    ))
      words.set(root, word)
  return words
}
