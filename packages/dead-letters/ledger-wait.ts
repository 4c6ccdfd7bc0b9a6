import { setTimeout as pause } from 'node:timers/promises'
import type { ClickHouse } from '@ioc/clickhouse'
import type { Reason } from '@ioc/schemas'
import { POSITION_SQL } from './position.ts'
import { POSITIONS_MAX } from './sealed.ts'

/** A record in the ledger that replays a dead letter. */
export type Replay = {
  root: string
  position: string
  verdict: 'keep' | 'skip' | 'reject' | 'control'
  appendedMs: number
  reasons: Reason[]
}

/** Replays the ledger has of these first dead letters, oldest first. */
export const readReplays = async (
  clickhouse: Pick<ClickHouse, 'query'>,
  roots: readonly string[],
): Promise<Replay[]> => {
  const found: Replay[] = []
  for (let at = 0; at < roots.length; at += POSITIONS_MAX)
    found.push(
      ...(await clickhouse.query<Replay>(
        `SELECT replay_of AS root, ${POSITION_SQL} AS position, toString(verdict) AS verdict,
                toUnixTimestamp64Milli(appended_at) AS appendedMs,
                arrayMap(r -> map('path', r.1, 'code', toString(r.2), 'message', r.3), reasons) AS reasons
         FROM ledger
         WHERE replay_of IN {roots:Array(String)} AND position != replay_of
         ORDER BY appendedMs, position
         LIMIT 1 BY position`,
        { roots: roots.slice(at, at + POSITIONS_MAX) },
      )),
    )
  return found
}

/** How often the ledger is asked; the first times quickly, since an aggregator that keeps up has it at once. */
const waits = function* () {
  for (let waitMs = 50; ; waitMs = Math.min(waitMs * 1.5, 1_000)) yield waitMs
}

/**
 * Waits until the ledger has a new replay of each of these, beside those already known; gives the newest of each that came in time.
 */
export const waitForReplays = async (
  clickhouse: Pick<ClickHouse, 'query'>,
  roots: readonly string[],
  known: ReadonlySet<string>,
  signal: AbortSignal,
  onFolded: (folded: number) => void = () => {},
): Promise<Map<string, Replay>> => {
  const folded = new Map<string, Replay>()
  let missing = roots
  for (const waitMs of waits()) {
    for (const replay of await readReplays(clickhouse, missing))
      if (!known.has(replay.position)) folded.set(replay.root, replay)
    missing = roots.filter((root) => !folded.has(root))
    onFolded(folded.size)
    if (missing.length === 0 || signal.aborted) return folded
    await pause(waitMs, undefined, { signal }).catch(() => {}) // cut short: one last look, then what is there
  }
  return folded
}

/** Waits until the ledger has everything a topic holds up to these ends; false if it did not within the bound. */
export const waitForLedger = async (
  clickhouse: Pick<ClickHouse, 'query'>,
  topic: string,
  ends: readonly { partition: number; high: number }[],
  signal: AbortSignal,
): Promise<boolean> => {
  for (const waitMs of waits()) {
    const rows = await clickhouse.query<{ partition: number; next: number }>(
      'SELECT `partition`, max(`offset`) + 1 AS next FROM ledger WHERE topic = {topic:String} GROUP BY `partition`',
      { topic },
    )
    const next = new Map(rows.map((row) => [row.partition, row.next]))
    if (ends.every(({ partition, high }) => high === 0 || (next.get(partition) ?? 0) >= high)) return true
    if (signal.aborted) return false
    await pause(waitMs, undefined, { signal }).catch(() => {}) // cut short: one last look
  }
  return false
}
