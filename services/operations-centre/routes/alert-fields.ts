import {
  ALERT_STATES,
  type AlertRow,
  ENDS,
  type Observation,
  SEEN_UNITS,
  VERDICTS,
  WHY_NOT,
} from '@ioc/alerts'
import { alertRule } from '@ioc/schemas/alerts/index.ts'
import { toIso } from '@ioc/schemas/events/instant.ts'
import { z } from 'zod'
import type { LookedRule } from '../alerts/looker.ts'
import { dayText, instantText, wholeCount } from './fields.ts'

/** Shapes that several answers about alerts share. */

export const seen = z.object({
  value: z.number().nullable(),
  unit: z.enum(SEEN_UNITS).meta({ description: '`own`: the indicator’s own unit of measure' }),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  state: z.string().nullable().meta({ description: 'Of a source: its freshness, or held' }),
  date: dayText.nullable().meta({ description: 'Business date an indicator was looked at on' }),
})

export const observation = z.object({
  subject: z.string(),
  verdict: z
    .enum(VERDICTS)
    .meta({ description: '`no-data` is never all well; `unjudged`: it could not be told' }),
  whyNot: z.enum(WHY_NOT).nullable(),
  seen,
  detail: z.string().nullable(),
})

const ruleName = z.object({
  id: z.string(),
  title: alertRule.shape.title.nullable().meta({ description: 'Null: the rule is gone' }),
  severity: alertRule.shape.severity.nullable(),
  about: alertRule.shape.about.nullable(),
})

export const alert = z.object({
  id: z.string(),
  rule: ruleName,
  subject: z.string().meta({ description: 'A scope, `source/contract`, or what is owed' }),
  state: z.enum(ALERT_STATES),
  beganAt: instantText,
  firingAt: instantText.nullable(),
  acknowledgedAt: instantText.nullable(),
  resolvedAt: instantText.nullable(),
  seen: seen.nullable().meta({ description: 'When it fired' }),
  now: observation.nullable().meta({ description: 'At the last look; null: over, or not looked at' }),
  seenLast: seen.nullable().meta({ description: 'When it ended' }),
  end: z.enum(ENDS).nullable(),
  operator: z.string().nullable().meta({ description: 'Who acknowledged it' }),
  word: z.string().nullable(),
})
export type AlertShown = z.input<typeof alert>

const iso = (ms: number | null) => (ms === null ? null : toIso(ms))

/** An alert with its rule as it is now, and what the last look saw of it. */
export const shownAlert = (row: AlertRow, rules: ReadonlyMap<string, LookedRule>): AlertShown => {
  const rule = rules.get(row.ruleId)
  const now = rule?.observations?.find(({ subject }) => subject === row.subject)
  return {
    id: row.id,
    rule: {
      id: row.ruleId,
      title: rule?.rule.title ?? null,
      severity: rule?.rule.severity ?? null,
      about: rule?.rule.about ?? null,
    },
    subject: row.subject,
    state: row.state,
    beganAt: toIso(row.beganMs),
    firingAt: iso(row.firingMs),
    acknowledgedAt: iso(row.acknowledgedMs),
    resolvedAt: iso(row.resolvedMs),
    seen: row.seen,
    now: row.state === 'resolved' ? null : (now ?? null),
    seenLast: row.seenLast,
    end: row.end,
    operator: row.operator,
    word: row.word,
  }
}

export const looked = z.object({
  rule: alertRule,
  version: wholeCount.meta({ description: '0: the catalogue’s own' }),
  editedBy: z.string().nullable(),
  editedAt: instantText.nullable(),
  inForce: z.boolean(),
  observations: z
    .array(observation)
    .nullable()
    .meta({ description: 'At the last look, what is worse first, at most 20; null: not looked at' }),
  subjects: z.record(z.enum(VERDICTS), wholeCount).nullable().meta({ description: 'How many say what' }),
})
export type RuleShown = z.input<typeof looked>

const WORSE = ['breach', 'unjudged', 'no-data', 'fine'] as const
export const worseFirst = (observations: readonly Observation[], most: number): Observation[] =>
  observations.toSorted((a, b) => WORSE.indexOf(a.verdict) - WORSE.indexOf(b.verdict)).slice(0, most)

export const shownRule = ({ rule, version, by, atMs, inForce, observations }: LookedRule): RuleShown => ({
  rule,
  version,
  editedBy: by,
  editedAt: iso(atMs),
  inForce,
  observations: observations && worseFirst(observations, 20),
  subjects: observations && {
    breach: observations.filter(({ verdict }) => verdict === 'breach').length,
    fine: observations.filter(({ verdict }) => verdict === 'fine').length,
    'no-data': observations.filter(({ verdict }) => verdict === 'no-data').length,
    unjudged: observations.filter(({ verdict }) => verdict === 'unjudged').length,
  },
})
