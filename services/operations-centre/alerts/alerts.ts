import { deliverDue, openWebhookDoor } from '@ioc/alerts'
import type { ClickHouse } from '@ioc/clickhouse'
import type { SnapshotRow } from '@ioc/exchange'
import type { RulesInForce } from '@ioc/indicators'
import type { Log } from '@ioc/log'
import { openByRules } from '../by-rules.ts'
import { type Cache, openCaches } from '../cache.ts'
import type { Pulse } from '../pulse/pulse.ts'
import type { Action } from '../routes/action.ts'
import { alertActions } from '../routes/alert-actions.ts'
import { alertNamesOperation, alertRulesOperation } from '../routes/alert-rules.ts'
import { alertSummaryOperation, alertsOperation } from '../routes/alerts.ts'
import type { Operation } from '../routes/operation.ts'
import type { Source } from '../sources/sources.ts'
import { openLags } from './lags.ts'
import { type Looker, openLooker } from './looker.ts'
import { type ObservingDoors, observe } from './observe.ts'
import { readRejects } from './rejects.ts'
import { openRuleValues } from './values.ts'

/** How often rules are looked at, and whom the webhook tells. */
export type AlertSettings = {
  lookSeconds: number
  webhook: { url: string; secret(): string } | null
  /** From 0 up to 1. */
  random(): number
}

export type AlertsDoors = {
  clickhouse: ClickHouse
  /** Rules of counting; those of alerts are kept in ClickHouse. */
  rules: RulesInForce
  pulse: Pulse
  snapshots: Cache<SnapshotRow[]>
  sources(): Promise<Source[]>
  businessNow: () => number
  now: () => number
  newId(): string
  log: Log
  settings: AlertSettings
}

/** Alerts of the centre: what looks at rules, and what is asked and done about them. */
export const openAlerts = (
  doors: AlertsDoors,
): { looker: Looker; operations: Operation[]; actions: Action[] } => {
  const { clickhouse, businessNow, now, newId, log, settings } = doors
  const rejects = openCaches((minutes: number) => readRejects(clickhouse, now() - minutes * 60_000), {
    keepMs: 1_000,
    most: 32,
    now,
  })
  const values = openByRules(doors.rules, ({ catalogues, indicators }) =>
    openRuleValues({ clickhouse, catalogues, indicators, businessNow, now }),
  )
  const observing: ObservingDoors = {
    values: {
      check: (asked) => values().check(asked),
      read: (asked, date) => values().read(asked, date),
    },
    sources: doors.sources,
    // Without the ledger arrivals are not known, and every source would look silent.
    sourcesAway: () => {
      const { value, failing } = doors.pulse.ledger()
      return failing ? 'engine-away' : value === null ? 'not-yet-known' : null
    },
    lag: openLags(doors),
    rejects: async (minutes) => (await rejects(minutes).read()).value,
    businessNow,
    log,
  }
  const { webhook } = settings
  const telling = webhook && {
    clickhouse,
    door: openWebhookDoor(webhook.url, now),
    secret: webhook.secret,
    now,
    newId,
    random: settings.random,
  }
  const looker = openLooker({
    clickhouse,
    observe: (about, open) => observe(observing, about, open),
    deliver: telling && ((rules, signal) => deliverDue(telling, rules, signal)),
    businessNow,
    now,
    everyMs: settings.lookSeconds * 1000,
    log,
  })
  const asking = { clickhouse, looker, now, webhookHost: webhook && new URL(webhook.url).host }
  return {
    looker,
    operations: [
      alertsOperation(asking),
      alertSummaryOperation(asking),
      alertRulesOperation(looker),
      alertNamesOperation(doors),
    ],
    actions: alertActions({ clickhouse, looker, observing, now, newId }),
  }
}
