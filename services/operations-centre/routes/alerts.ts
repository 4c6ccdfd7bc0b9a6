import { type AlertRow, listAlerts, readAttempts, readDue } from '@ioc/alerts'
import { ATTEMPTS_MAX } from '@ioc/alerts/webhook/backoff.ts'
import type { ClickHouse } from '@ioc/clickhouse'
import { csvText } from '@ioc/exchange'
import { alertRule } from '@ioc/schemas/alerts/index.ts'
import { toIso } from '@ioc/schemas/events/instant.ts'
import { z } from 'zod'
import type { LookedRule, Looker } from '../alerts/looker.ts'
import { openCache } from '../cache.ts'
import { type AlertShown, alert, shownAlert } from './alert-fields.ts'
import { cursorQuery, instantText, limitQuery, wholeCount } from './fields.ts'
import { defineOperation, NO_QUERY } from './operation.ts'

export type AlertDoors = {
  clickhouse: ClickHouse
  looker: Looker
  now(): number
  /** Whom the webhook tells, by host; null: there is none. */
  webhookHost: string | null
}

const cursorShape = z.tuple([z.int().min(0), z.string().max(64)])
const writeCursor = ({ beganMs, id }: AlertRow) =>
  Buffer.from(JSON.stringify([beganMs, id])).toString('base64url')
const readCursor = (text: string) => {
  try {
    return cursorShape.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))).data ?? null
  } catch {
    return null // not JSON: no cursor of ours
  }
}

const STATES = ['open', 'resolved'] as const
const query = z.strictObject({
  state: z
    .enum(STATES, { error: `expects one of ${STATES.join(', ')}` })
    .meta({ description: '`open`: pending, firing, acknowledged; else both' })
    .optional(),
  rule: z.string().max(64).meta({ description: 'The id of a rule' }).optional(),
  cursor: cursorQuery(readCursor).optional(),
  limit: limitQuery(500, 50),
})
const answer = z.object({
  asOf: instantText.nullable().meta({ description: 'Of the last look; null: none was had yet' }),
  alerts: z.array(alert),
  next: z.string().nullable().meta({ description: 'Pass as `cursor` for the next page; null: the last one' }),
})
/** As the page reads it. */
export type AlertsAnswer = z.output<typeof answer>
type Given = z.input<typeof answer>

export const rulesById = (looker: Looker): ReadonlyMap<string, LookedRule> =>
  new Map(looker.last().rules.map((each) => [each.rule.id, each]))

/** Alerts, those that stand and those that are over. */
export const alertsOperation = ({ clickhouse, looker }: AlertDoors) =>
  defineOperation({
    path: '/v1/alerts',
    summary: 'Alerts and their history, the newest beginning first',
    description:
      'An alert is a rule, a subject and when it began. What ended before it fired is not listed. JSON, or CSV by `Accept: text/csv`; the next page as `next` and as a Link header.',
    query,
    answer,
    paged: {
      csv: ({ alerts }: Given) => alertsCsv(alerts),
      next: ({ next }: Given) => next,
    },
    handle: async ({ state, rule, cursor, limit }) => {
      // One more than asked for tells whether there is a next page.
      const rows = await listAlerts(clickhouse, { state, ruleId: rule, after: cursor, limit: limit + 1 })
      const page = rows.slice(0, limit)
      const rules = rulesById(looker)
      return {
        asOf: asOf(looker),
        alerts: page.map((row) => shownAlert(row, rules)),
        next: rows.length > limit ? writeCursor(page.at(-1)!) : null,
      }
    },
  })

export const asOf = (looker: Looker) => {
  const { lookedMs } = looker.last()
  return lookedMs === null ? null : toIso(lookedMs)
}

const alertsCsv = (alerts: readonly AlertShown[]) =>
  csvText<AlertShown>(
    {
      id: ({ id }) => id,
      rule: ({ rule }) => rule.id,
      subject: ({ subject }) => subject,
      state: ({ state }) => state,
      beganAt: ({ beganAt }) => beganAt,
      firingAt: ({ firingAt }) => firingAt ?? null,
      acknowledgedAt: ({ acknowledgedAt }) => acknowledgedAt ?? null,
      resolvedAt: ({ resolvedAt }) => resolvedAt ?? null,
      value: ({ seen }) => seen?.value ?? null,
      unit: ({ seen }) => seen?.unit ?? null,
      numerator: ({ seen }) => seen?.numerator ?? null,
      denominator: ({ seen }) => seen?.denominator ?? null,
      seenState: ({ seen }) => seen?.state ?? null,
      end: ({ end }) => end ?? null,
      operator: ({ operator }) => operator ?? null,
      word: ({ word }) => word ?? null,
    },
    alerts,
  )

const NEWEST_MAX = 5
const summary = z.object({
  asOf: instantText.nullable().meta({ description: 'Of the last look; null: none was had yet' }),
  failing: z.boolean().meta({ description: 'Rules cannot be looked at now: nothing here is news' }),
  pending: wholeCount,
  firing: wholeCount,
  acknowledged: wholeCount,
  unjudged: wholeCount.meta({ description: 'Rules of which something could not be told, or has no data' }),
  newest: z.array(
    z.object({
      id: z.string(),
      title: alertRule.shape.title.nullable(),
      subject: z.string(),
      firingAt: instantText,
    }),
  ),
  webhook: z
    .object({
      host: z.string(),
      waiting: wholeCount,
      givenUp: wholeCount,
      lastDeliveredAt: instantText.nullable(),
      fault: z.object({ at: instantText, detail: z.string() }).nullable().meta({
        description: 'Of the newest attempt, where it was not delivered',
      }),
    })
    .nullable()
    .meta({ description: 'Null: nobody is told' }),
})
export type AlertSummary = z.input<typeof summary>

/** How many alerts stand, for the mark beside the screen's name. */
export const alertSummaryOperation = ({ clickhouse, looker, now, webhookHost }: AlertDoors) => {
  const open = openCache(() => listAlerts(clickhouse, { state: 'open', limit: 1_000 }), 1_000, now)
  const webhook = openCache(() => readWebhook(clickhouse, now()), 2_000, now)
  return defineOperation({
    path: '/v1/alerts/summary',
    summary:
      'How many alerts stand, whether rules are looked at, and whether the webhook takes what it is told',
    query: NO_QUERY,
    answer: summary,
    handle: async () => {
      const { value: alerts } = await open.read()
      const rules = rulesById(looker)
      const count = (state: AlertRow['state']) => alerts.filter((each) => each.state === state).length
      const notTold = [...rules.values()].filter(({ observations }) =>
        observations?.some(({ verdict }) => verdict === 'unjudged' || verdict === 'no-data'),
      )
      return {
        asOf: asOf(looker),
        failing: looker.last().failing,
        pending: count('pending'),
        firing: count('firing'),
        acknowledged: count('acknowledged'),
        unjudged: notTold.length + looker.last().unreadable.length,
        newest: alerts
          .filter(({ state }) => state === 'firing')
          .toSorted((a, b) => b.firingMs! - a.firingMs!)
          .slice(0, NEWEST_MAX)
          .map(({ id, ruleId, subject, firingMs }) => ({
            id,
            title: rules.get(ruleId)?.rule.title ?? null,
            subject,
            firingAt: toIso(firingMs!),
          })),
        webhook: webhookHost === null ? null : { host: webhookHost, ...(await webhook.read()).value },
      }
    },
  })
}

const readWebhook = async (clickhouse: ClickHouse, nowMs: number) => {
  const [due, attempts] = await Promise.all([readDue(clickhouse, nowMs), readAttempts(clickhouse, nowMs)])
  const ended = attempts.filter(({ outcome }) => outcome !== 'sending')
  const delivered = ended.find(({ outcome }) => outcome === 'delivered')
  const [newest] = ended
  return {
    waiting: due.filter(({ attempts }) => attempts < ATTEMPTS_MAX).length,
    givenUp: due.filter(({ attempts }) => attempts >= ATTEMPTS_MAX).length,
    lastDeliveredAt: delivered ? toIso(delivered.attemptedMs) : null,
    fault:
      newest && newest.outcome !== 'delivered'
        ? { at: toIso(newest.attemptedMs), detail: `${newest.outcome}: ${newest.detail}` }
        : null,
  }
}
