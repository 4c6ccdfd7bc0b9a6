import { POSITION_SQL } from './position.ts'

/**
 * A record rejected again is folded under the one it replays, but only where that one really is a first dead letter: anyone may
 * write a header, and a reject must never vanish from the list behind a position that is not there.
 */
export const FOLDED = `(replay_of = '' OR replay_of NOT IN (
  SELECT ${POSITION_SQL} FROM ledger PREWHERE verdict = 'reject' WHERE replay_of = ''
    AND ${POSITION_SQL} IN (SELECT replay_of FROM ledger WHERE replay_of != '')))`

const NEVER = "toDateTime64(0, 3, 'Asia/Ho_Chi_Minh')"

/**
 * Those first dead letters anything was done with, each with its state; all others are open. Short beside the ledger.
 * An intention to send is written before the record, so one newer than the newest replay in the ledger is still on its way; if the
 * ledger went on for a minute without it, it was never sent.
 */
export const TOUCHED = `(
  SELECT root, records AS replays, keptAt AS replayedAt,
         multiIf(kept > 0, 'replayed', word = 'drop', 'dropped',
           sentAt > lastAt AND sentAt > (SELECT max(appended_at) FROM ledger) - INTERVAL 1 MINUTE, 'sent',
           again > 0, 'rejected-again', 'open') AS state
  FROM (
    SELECT root, sum(n) AS records, sum(k) AS kept, sum(r) AS again, max(at) AS keptAt, max(l) AS lastAt, max(w) AS word, max(s) AS sentAt
    FROM (
      SELECT replay_of AS root, count() AS n, countIf(verdict = 'keep') AS k, countIf(verdict = 'reject') AS r,
             argMaxIf(position, appended_at, verdict = 'keep') AS at, max(appended_at) AS l, '' AS w, ${NEVER} AS s
      FROM (SELECT DISTINCT replay_of, ${POSITION_SQL} AS position, verdict, appended_at FROM ledger WHERE replay_of != '')
      WHERE position != replay_of
      GROUP BY replay_of
      UNION ALL
      SELECT ${POSITION_SQL} AS root, 0, 0, 0, '', ${NEVER},
             argMaxIf(toString(action), (acted_at, action_id), action IN ('drop', 'reopen')), maxIf(acted_at, action = 'replay')
      FROM dead_letter_action WHERE action IN ('drop', 'reopen', 'replay') GROUP BY root
    ) GROUP BY root
  ))`
