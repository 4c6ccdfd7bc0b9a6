import {
  type AlertName,
  alertKey,
  changesOf,
  type FineSince,
  isInForce,
  type KeptRule,
  type Observation,
  readOpen,
  readRules,
  rulesOf,
  writeChanges,
} from '@ioc/alerts'
import type { ClickHouse } from '@ioc/clickhouse'
import { pauseUnless } from '@ioc/clock/pause.ts'
import type { Log } from '@ioc/log'
import type { AlertRule } from '@ioc/schemas/alerts/index.ts'
import { dayOf } from '@ioc/schemas/events/instant.ts'

/** A rule with what the last look saw; null: not looked at, since it is off, or not yet. */
export type LookedRule = KeptRule & { inForce: boolean; observations: Observation[] | null }

/** What the last look knew. `failing`: rules are not looked at now, and nothing here is news. */
export type Look = {
  lookedMs: number | null
  failing: boolean
  rules: readonly LookedRule[]
  /** Ids of rules this software cannot read. */
  unreadable: readonly string[]
}

export type LookerDoors = {
  clickhouse: ClickHouse
  observe(about: AlertRule['about'], open: readonly string[]): Promise<Observation[]>
  /** Tells the webhook what is due; null: there is none. */
  deliver: ((rules: ReadonlyMap<string, AlertRule>, signal: AbortSignal) => Promise<void>) | null
  businessNow(): number
  /** The system clock, epoch ms. */
  now(): number
  everyMs: number
  log: Log
}

const DELIVER_EVERY_MS = 2_000
const STOP_WAIT_MS = 3_000

/** Looks at the rules of alerts again and again, writes what changes, and tells the webhook. */
export const openLooker = (doors: LookerDoors) => {
  const { clickhouse, now, everyMs, log } = doors
  const stopping = new AbortController()
  let last: Look = { lookedMs: null, failing: false, rules: [], unreadable: [] }
  let fineSince: FineSince = new Map()
  let running: Promise<unknown> = Promise.resolve()
  let waking = new AbortController()

  const look = async (): Promise<void> => {
    const { kept, unreadable } = await readRules(clickhouse)
    const today = dayOf(doors.businessNow())
    const openBefore = Map.groupBy(await readOpen(clickhouse), ({ ruleId }) => ruleId)
    const looked: LookedRule[] = []
    for (const each of rulesOf(kept)) {
      const inForce = isInForce(each.rule, today)
      const subjects = (openBefore.get(each.rule.id) ?? []).map(({ subject }) => subject)
      looked.push({
        ...each,
        inForce,
        observations: inForce ? await doors.observe(each.rule.about, subjects) : null,
      })
    }
    const mine = looked.filter(({ inForce }) => inForce)
    const lookedMs = now()
    const open = await readOpen(clickhouse)
    const seen = new Map(mine.map(({ rule, observations }) => [rule.id, observations ?? []]))
    // Of a rule this software cannot read nothing is known, so nothing of it ends.
    const known = open.filter(({ ruleId }: AlertName) => !unreadable.includes(ruleId))
    const made = changesOf(
      mine.map(({ rule }) => rule),
      seen,
      known,
      fineSince,
      { nowMs: lookedMs, everyMs },
    )
    // Written late, a beginning could come after others have fired on theirs: the next look says it anew.
    const isLate = now() - lookedMs > everyMs / 2
    if (isLate) log.warn({ tookMs: now() - lookedMs }, 'a look at alerts took too long and is given up')
    else if (made.changes.length > 0) await writeChanges(clickhouse, made.changes, lookedMs)
    fineSince = made.fineSince
    for (const change of isLate ? [] : made.changes)
      log.info({ rule: change.ruleId, state: change.state, key: alertKey(change) }, 'an alert changed')
    last = { lookedMs, failing: false, rules: looked, unreadable }
  }

  const again = async (what: string, work: () => Promise<void>, pause: () => Promise<unknown>) => {
    while (!stopping.signal.aborted) {
      try {
        await work()
      } catch (error) {
        // ClickHouse away or a fault of ours: said on the screen, and tried again.
        if (what === 'alerts') last = { ...last, failing: true }
        log.warn({ fault: error instanceof Error ? error.name : typeof error, what }, 'could not be done now')
      }
      await pause()
    }
  }
  const lookPause = async () => {
    await pauseUnless(everyMs, AbortSignal.any([stopping.signal, waking.signal]))
    waking = new AbortController()
  }
  const deliver = async () =>
    doors.deliver?.(new Map(last.rules.map(({ rule }) => [rule.id, rule])), stopping.signal)

  return {
    /** A look that hangs has not failed, but what it should renew is old. */
    last: (): Look =>
      last.lookedMs !== null && now() - last.lookedMs > 10 * everyMs ? { ...last, failing: true } : last,
    /** Something was changed by hand: the next look is now. */
    wake: (): void => waking.abort(),
    start: async () => {
      running = Promise.all([
        again('alerts', look, lookPause),
        ...(doors.deliver
          ? [
              again(
                'webhook',
                async () => deliver(),
                () => pauseUnless(DELIVER_EVERY_MS, stopping.signal),
              ),
            ]
          : []),
      ])
    },
    stop: async () => {
      stopping.abort()
      // A question under way may take longer than a stop may; what it would have said the next start says.
      await Promise.race([running, pauseUnless(STOP_WAIT_MS, new AbortController().signal)])
    },
  }
}
export type Looker = ReturnType<typeof openLooker>
