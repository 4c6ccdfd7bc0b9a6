import type { ClickHouse } from '@ioc/clickhouse'
import { toLocalText } from '@ioc/schemas/events/instant.ts'
import type { Seen } from '../judge.ts'
import type { AlertState } from '../look.ts'
import { writeKeyed } from '../store.ts'

/** What came of an attempt. `sending`: nothing is known yet, or the process ended before it was. */
export const DELIVERY_OUTCOMES = ['sending', 'delivered', 'refused', 'redirected', 'no-answer'] as const
export type DeliveryOutcome = (typeof DELIVERY_OUTCOMES)[number]

/** A change of an alert that the webhook is to be told. */
export type Due = {
  deliveryId: string
  alertId: string
  ruleId: string
  subject: string
  beganMs: number
  state: AlertState
  changedMs: number
  seen: Seen | null
  operator: string
  word: string
  attempts: number
  nextMs: number
}

/** What is older was not told in time, and is no news. */
const NEWS_MS = 86_400_000

type Raw = Omit<Due, 'seen'> & { seen: string }

/**
 * Changes of the last day that are not delivered, oldest first: of alerts that fired, from firing on.
 * A change of an alert waits for the one before it.
 */
export const readDue = async (clickhouse: Pick<ClickHouse, 'query'>, nowMs: number): Promise<Due[]> => {
  const rows = await clickhouse.query<Raw>(
    `WITH fired AS (SELECT DISTINCT alert_id FROM alert_change WHERE state = 'firing'),
          attempt AS (SELECT delivery_id, count() AS attempts, countIf(outcome = 'delivered') AS delivered,
                             toUnixTimestamp64Milli(max(next_attempt_at)) AS nextMs
                      FROM (SELECT * FROM alert_delivery FINAL) GROUP BY delivery_id)
     SELECT concat(c.alert_id, '.', c.state) AS deliveryId, c.alert_id AS alertId, c.rule_id AS ruleId, c.subject AS subject,
            toUnixTimestamp64Milli(c.began_at) AS beganMs, c.state AS state, toUnixTimestamp64Milli(c.changed_at) AS changedMs,
            c.seen AS seen, c.operator AS operator, c.word AS word, a.attempts AS attempts, a.nextMs AS nextMs
     FROM (SELECT * FROM alert_change FINAL
           WHERE state != 'pending' AND changed_at > fromUnixTimestamp64Milli({sinceMs:Int64})) AS c
     LEFT JOIN attempt AS a ON a.delivery_id = concat(c.alert_id, '.', c.state)
     WHERE a.delivered = 0 AND c.alert_id IN (SELECT alert_id FROM fired)
     ORDER BY changedMs, deliveryId`,
    { sinceMs: nowMs - NEWS_MS },
  )
  return rows.map(({ seen, ...row }) => ({ ...row, seen: seen ? (JSON.parse(seen) as Seen) : null }))
}

export type Attempt = {
  deliveryId: string
  attemptId: string
  attemptedMs: number
  durationMs: number
  status: number
  outcome: DeliveryOutcome
  nextMs: number
  detail: string
}

export const writeAttempt = (clickhouse: Pick<ClickHouse, 'insertRows'>, attempt: Attempt): Promise<void> =>
  writeKeyed(
    clickhouse,
    'alert_delivery',
    [
      ...['delivery_id', 'attempt_id', 'attempted_at', 'duration_ms', 'http_status', 'outcome'],
      ...['next_attempt_at', 'detail', 'step'],
    ],
    [
      [
        attempt.deliveryId,
        attempt.attemptId,
        toLocalText(attempt.attemptedMs),
        attempt.durationMs,
        attempt.status,
        attempt.outcome,
        toLocalText(attempt.nextMs),
        attempt.detail,
        attempt.outcome === 'sending' ? 0 : 1,
      ],
    ],
  )

/** The newest attempts of the last day, whatever came of them. */
export const readAttempts = (
  clickhouse: Pick<ClickHouse, 'query'>,
  nowMs: number,
): Promise<{ outcome: DeliveryOutcome; attemptedMs: number; detail: string; deliveryId: string }[]> =>
  clickhouse.query(
    `SELECT outcome, toUnixTimestamp64Milli(attempted_at) AS attemptedMs, detail, delivery_id AS deliveryId
     FROM alert_delivery FINAL WHERE attempted_at > fromUnixTimestamp64Milli({sinceMs:Int64})
     ORDER BY attemptedMs DESC LIMIT 50`,
    { sinceMs: nowMs - NEWS_MS },
  )
