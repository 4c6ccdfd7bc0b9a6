import type { ClickHouse } from '@ioc/clickhouse'
import type { AlertRule } from '@ioc/schemas/alerts/index.ts'
import { toIso } from '@ioc/schemas/events/instant.ts'
import { ATTEMPTS_MAX, pauseAfter } from './backoff.ts'
import { type Due, readDue, writeAttempt } from './deliveries.ts'
import type { WebhookDoor } from './door.ts'
import { DELIVERY_HEADER, SIGNATURE_HEADER, signatureOf } from './sign.ts'

export type DeliverDoors = {
  clickhouse: Pick<ClickHouse, 'query' | 'insertRows'>
  door: WebhookDoor
  secret(): string
  now(): number
  newId(): string
  /** From 0 up to 1. */
  random(): number
}

/** Another centre may be at it for so long before its attempt counts as lost: longer than an answer may take. */
const CLAIM_MS = 30_000

/**
 * Which changes may be told now. One waits for its time, one that was tried often enough is given up, and of one alert they go in
 * order: nobody is told that something is over before that it began.
 */
export const dueNow = (due: readonly Due[], nowMs: number): Due[] => {
  const waiting = due.filter(({ attempts }) => attempts < ATTEMPTS_MAX)
  const first = new Map<string, Due>()
  for (const each of waiting) if (!first.has(each.alertId)) first.set(each.alertId, each)
  return [...first.values()].filter(({ nextMs }) => nextMs <= nowMs)
}

/** What is sent. The same bytes at each attempt: nothing of it is about the sending. */
export const bodyOf = (due: Due, rule: AlertRule | null): string =>
  JSON.stringify({
    id: due.deliveryId,
    alert: {
      id: due.alertId,
      rule: rule
        ? { id: rule.id, title: rule.title, severity: rule.severity, about: rule.about }
        : { id: due.ruleId },
      subject: due.subject,
      state: due.state,
      beganAt: toIso(due.beganMs),
      changedAt: toIso(due.changedMs),
      seen: due.seen,
      acknowledged: due.operator === '' ? null : { operator: due.operator, word: due.word },
    },
  })

/**
 * Tells the receiver what it has not acknowledged: at least once, by an id it can tell repeats by. Every attempt is a row before it is
 * sent, so one that is cut off is counted too.
 */
export const deliverDue = async (
  { clickhouse, door, secret, now, newId, random }: DeliverDoors,
  rules: ReadonlyMap<string, AlertRule>,
  signal: AbortSignal,
): Promise<void> => {
  for (const due of dueNow(await readDue(clickhouse, now()), now())) {
    if (signal.aborted) return
    const body = bodyOf(due, rules.get(due.ruleId) ?? null)
    const attemptedMs = now()
    const attempt = { deliveryId: due.deliveryId, attemptId: newId(), attemptedMs, durationMs: 0, status: 0 }
    await writeAttempt(clickhouse, {
      ...attempt,
      outcome: 'sending',
      nextMs: attemptedMs + CLAIM_MS,
      detail: '',
    })
    const headers = {
      [DELIVERY_HEADER]: due.deliveryId,
      [SIGNATURE_HEADER]: signatureOf(secret(), attemptedMs, body),
    }
    const answer = await door.post(body, headers, signal)
    const { outcome, status, durationMs, retryAfterMs, detail } = answer
    const pauseMs = outcome === 'delivered' ? 0 : pauseAfter(due.attempts + 1, random(), retryAfterMs)
    await writeAttempt(clickhouse, {
      ...attempt,
      durationMs,
      status,
      outcome,
      nextMs: now() + pauseMs,
      detail,
    })
  }
}
