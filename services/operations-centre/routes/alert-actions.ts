import {
  type Change,
  isInForce,
  listAlerts,
  type Observation,
  readRules,
  rulesOf,
  writeChanges,
  writeRule,
} from '@ioc/alerts'
import type { ClickHouse } from '@ioc/clickhouse'
import { alertRule } from '@ioc/schemas/alerts/index.ts'
import { dayOf } from '@ioc/schemas/events/instant.ts'
import { z } from 'zod'
import type { Looker } from '../alerts/looker.ts'
import { nearestSources, type ObservingDoors, observe, unknownSourceDetail } from '../alerts/observe.ts'
import { refuseIfWrong } from '../indicators/words.ts'
import { type Action, defineAction } from './action.ts'
import { observation, worseFirst } from './alert-fields.ts'
import type { About, Fault, ProblemCode } from './problem-codes.ts'
import { Refused } from './refused.ts'

export type AlertActionDoors = {
  clickhouse: ClickHouse
  looker: Looker
  observing: ObservingDoors
  now(): number
  newId(): string
}

const saidName = z.string().trim().max(60).meta({ description: 'A name beside that of the token' }).optional()
const why = z
  .string({ error: 'expects text' })
  .trim()
  .min(1, { error: 'is empty' })
  .max(500, { error: 'is longer than 500 characters' })

/** Says that somebody has it. */
const acknowledge = ({ clickhouse, looker, now }: AlertActionDoors) =>
  defineAction({
    path: '/v1/alerts/:id/acknowledge',
    summary: 'Acknowledge a firing alert, with a word; it stays until what it is about is over',
    parameters: z.object({ id: z.string().regex(/^[0-9a-f]{32}$/, { error: 'is no id of an alert' }) }),
    body: z.strictObject({ why, actor: saidName }),
    answer: z.object({ id: z.string(), state: z.literal('acknowledged') }),
    told: () => ({}),
    handle: async ({ id }, { why: word }, { shown: operator }) => {
      const [alert] = await listAlerts(clickhouse, { id, limit: 1 })
      if (!alert) throw refused(404, 'no-such-alert', `There is no alert ${id}.`)
      if (alert.state !== 'firing')
        throw refused(
          409,
          `alert-${alert.state}`,
          alert.state === 'acknowledged'
            ? `It is acknowledged already, by ${alert.operator}.`
            : `It is ${alert.state}; only a firing alert is acknowledged.`,
          { by: alert.operator ?? '' },
        )
      const { ruleId, subject, beganMs, seen } = alert
      const change: Change = { ruleId, subject, beganMs, state: 'acknowledged', seen, end: null }
      await writeChanges(clickhouse, [{ ...change, operator, word }], now())
      looker.wake()
      return { id, state: 'acknowledged' as const }
    },
  })

const given = alertRule.omit({ origin: true })

/** A rule made or changed by a person: a new version of it, never another text under the old one. */
const keepRule = ({ clickhouse, looker, observing, now, newId }: AlertActionDoors) =>
  defineAction({
    path: '/v1/alert-rules',
    summary: 'Make a rule, or put a new version of one in force; switched off, it ends its alerts',
    parameters: z.object({}),
    body: z.strictObject({
      rule: given,
      version: z.int({ error: 'expects the version that was changed' }).min(0).nullable().meta({
        description:
          'The version that was changed, so that two who change at once do not undo one another; null: a new rule',
      }),
      why: why.optional(),
      actor: saidName,
    }),
    answer: z.object({ id: z.string(), version: z.int() }),
    subject: ({ rule }) => rule.id,
    told: (_, { rule, version }) => ({ rule, version }),
    handle: async (_, { rule, version }, { shown: by }) => {
      // One that is off may name what went away: else it could not be switched off.
      if (rule.enabled) refuseIfWrong(await wrongNames(observing, rule.about))
      if (rule.validTo !== null && rule.validTo < rule.validFrom)
        refuseIfWrong([
          {
            parameter: 'rule.validTo',
            message: `is before ${rule.validFrom}, its first day`,
            code: 'before-its-beginning',
            about: { day: rule.validFrom },
          },
        ])
      const { kept } = await readRules(clickhouse)
      const current = rulesOf(kept).find((each) => each.rule.id === rule.id)
      if ((current?.version ?? null) !== version)
        throw refused(
          409,
          !current ? 'rule-gone' : version === null ? 'rule-exists' : 'rule-changed',
          current
            ? `The rule ${rule.id} has version ${current.version}${current.by ? `, by ${current.by}` : ''}; look at it again.`
            : `There is no rule ${rule.id} any more.`,
          { given: rule.id, by: current?.by ?? '' },
        )
      const next = version === null ? 1 : version + 1
      await writeRule(clickhouse, {
        rule: { ...rule, origin: 'person' },
        version: next,
        by,
        atMs: now(),
        editId: newId(),
      })
      looker.wake()
      return { id: rule.id, version: next }
    },
  })

const PREVIEWED_MAX = 50

/** What a rule would say if it were looked at now. */
const previewRule = ({ observing }: AlertActionDoors) =>
  defineAction({
    path: '/v1/alert-rules/preview',
    summary: 'What a rule would say now; nothing is kept and nobody is told',
    asksOnly: true,
    parameters: z.object({}),
    body: z.strictObject({ rule: given }),
    answer: z.object({ inForce: z.boolean(), observations: z.array(observation) }),
    handle: async (_, { rule }) => {
      refuseIfWrong(await wrongNames(observing, rule.about))
      const observations: Observation[] = await observe(observing, rule.about)
      return {
        inForce: isInForce({ ...rule, origin: 'person' }, dayOf(observing.businessNow())),
        observations: worseFirst(observations, PREVIEWED_MAX),
      }
    },
  })

/** Names nobody knows here, each with the nearest that are known. */
const wrongNames = async (
  { values, sources }: ObservingDoors,
  about: z.output<typeof given>['about'],
): Promise<Fault[]> => {
  if ('indicator' in about) {
    const wrong = await values.check(about)
    if (!wrong) return []
    const { whyNot: code, detail: message, about: said } = wrong
    const parameter = code === 'unknown-indicator' ? 'rule.about.indicator' : 'rule.about.scope'
    return [{ parameter, message, code, about: said }]
  }
  if (!('source' in about) || about.source === '*') return []
  const known = await sources()
  return known.some(({ source }) => source === about.source)
    ? []
    : [
        {
          parameter: 'rule.about.source',
          message: unknownSourceDetail(about.source, known),
          code: 'unknown-source',
          about: { given: about.source, near: nearestSources(about.source, known).join(', ') },
        },
      ]
}

const refused = (status: number, code: ProblemCode, detail: string, about: About = {}) =>
  new Refused({ status, code, detail, about })

export const alertActions = (doors: AlertActionDoors): Action[] => [
  acknowledge(doors),
  keepRule(doors),
  previewRule(doors),
]
