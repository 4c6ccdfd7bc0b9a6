import type { AlertRule } from '@ioc/schemas/alerts/index.ts'
import type { Observation, Seen } from './judge.ts'

/**
 * What an alert is doing. `pending`: seen, not yet for long enough; nobody is told. `firing`; `acknowledged`: a person has it;
 * `resolved`: over, or withdrawn with its rule.
 */
export const ALERT_STATES = ['pending', 'firing', 'acknowledged', 'resolved'] as const
export type AlertState = (typeof ALERT_STATES)[number]

/** An alert is a rule, a subject, and when it began: nobody needs to agree on more for it to be the same one. */
export type AlertName = { ruleId: string; subject: string; beganMs: number }
export type OpenAlert = AlertName & { state: Exclude<AlertState, 'resolved'> }

/** Why an alert ended without its subject being well. */
export const ENDS = ['over', 'rule-off', 'double'] as const
export type Change = AlertName & { state: AlertState; seen: Seen | null; end: (typeof ENDS)[number] | null }

export type Looking = {
  /** System clock, epoch ms. */
  nowMs: number
  /** How often it is looked: an alert is pending for at least so long. */
  everyMs: number
}

/** Since when a subject has been seen well, by the key of its alert; of this process alone, so that a start begins anew. */
export type FineSince = ReadonlyMap<string, number>

export const alertKey = ({ ruleId, subject, beganMs }: AlertName): string =>
  `${ruleId}\n${subject}\n${beganMs}`

/**
 * What a look changes: alerts that begin, fire or end. Pure.
 *
 * It goes by time and not by the number of looks, since several centres look at the same rows. Each begins an alert as pending and tells
 * nobody before the next look, at which all have read every beginning: of several of one subject the one that fired, else the earliest, goes
 * on, and the others end as doubles.
 */
export const changesOf = (
  rules: readonly AlertRule[],
  seen: ReadonlyMap<string, readonly Observation[]>,
  open: readonly OpenAlert[],
  fineSince: FineSince,
  looking: Looking,
): { changes: Change[]; fineSince: Map<string, number> } => {
  const changes: Change[] = []
  const stillFine = new Map<string, number>()
  const bySubject = Map.groupBy(open, ({ ruleId, subject }) => `${ruleId}\n${subject}`)
  const mine = new Map<string, OpenAlert>()
  for (const [key, alerts] of bySubject) {
    const [first, ...doubles] = alerts.toSorted(
      (a, b) => Number(isPending(a)) - Number(isPending(b)) || a.beganMs - b.beganMs,
    )
    mine.set(key, first!)
    for (const double of doubles) changes.push(ended(double, 'double', null))
  }

  const looked = new Set<string>()
  for (const rule of rules) {
    const observations = seen.get(rule.id)
    // What could not be looked at as a whole may have any subject.
    if (!observations || observations.some(({ verdict }) => verdict === 'unjudged'))
      for (const alert of mine.values()) if (alert.ruleId === rule.id) looked.add(alertKey(alert))
    for (const observation of observations ?? []) {
      const was = mine.get(`${rule.id}\n${observation.subject}`) ?? null
      if (was) looked.add(alertKey(was))
      const since = was ? (fineSince.get(alertKey(was)) ?? null) : null
      const step = next(rule, was, since, observation, looking)
      if (step.change) changes.push(step.change)
      if (was && step.fineSinceMs !== null) stillFine.set(alertKey(was), step.fineSinceMs)
    }
  }
  // What nobody looks at any more, nobody can see end: its rule is off, or is about something else now.
  for (const alert of mine.values())
    if (!looked.has(alertKey(alert))) changes.push(ended(alert, 'rule-off', null))
  return { changes, fineSince: stillFine }
}

const isPending = ({ state }: OpenAlert) => state === 'pending'

const ended = ({ ruleId, subject, beganMs }: OpenAlert, end: Change['end'], seen: Seen | null): Change => ({
  ruleId,
  subject,
  beganMs,
  state: 'resolved',
  seen,
  end,
})

type Step = { change: Change | null; fineSinceMs: number | null }
const NO_STEP: Step = { change: null, fineSinceMs: null }

const next = (
  rule: AlertRule,
  was: OpenAlert | null,
  fineSinceMs: number | null,
  { subject, verdict, seen }: Observation,
  { nowMs, everyMs }: Looking,
): Step => {
  if (was === null) {
    if (verdict !== 'breach') return NO_STEP
    // Two centres that look within the same while begin the same alert.
    const beganMs = nowMs - (nowMs % everyMs)
    return { ...NO_STEP, change: { ruleId: rule.id, subject, beganMs, state: 'pending', seen, end: null } }
  }
  if (verdict === 'breach') {
    const dueMs = was.beganMs + Math.max(rule.firesAfterSeconds * 1000, everyMs)
    if (!isPending(was) || nowMs < dueMs) return NO_STEP
    const { ruleId, beganMs } = was
    return { ...NO_STEP, change: { ruleId, subject, beganMs, state: 'firing', seen, end: null } }
  }
  // That nothing is known is no end, and no part of having been well.
  if (verdict !== 'fine') return NO_STEP
  const since = fineSinceMs ?? nowMs
  const isOver = isPending(was) || nowMs - since >= rule.resolvesAfterSeconds * 1000
  return isOver
    ? { change: ended(was, 'over', seen), fineSinceMs: null }
    : { change: null, fineSinceMs: since }
}
