import { type Catalogues, type Day, type RemedyWithCause, remediesDone } from '@ioc/catalogues'
import type { ClickHouse } from '@ioc/clickhouse'
import { readReports } from '@ioc/indicators'
import { dayOf, toIso } from '@ioc/schemas/events/instant.ts'
import { z } from 'zod'
import { dayQuery, dayText, instantText, wholeCount } from './fields.ts'
import { defineOperation } from './operation.ts'

export const REMEDY_STATES = ['open', 'done', 'overdue'] as const
export type RemedyState = (typeof REMEDY_STATES)[number]

const words = z.object({ vi: z.string(), en: z.string() })
const counts = z.object({ open: wholeCount, done: wholeCount, overdue: wholeCount, total: wholeCount })
const remedy = z.object({
  code: z.string(),
  remedy: words,
  lead: z.array(z.string()).readonly().meta({ description: 'Unit codes' }),
  leadText: z.string().nullable().meta({ description: 'As printed' }),
  cooperating: z.array(z.string()).readonly(),
  cooperatingText: z.string().nullable(),
  deadline: dayText.nullable().meta({ description: 'Null: none is printed, or the work never ends' }),
  deadlineText: z.string().nullable(),
  state: z.enum(REMEDY_STATES),
  doneOn: dayText.nullable(),
  evidence: z.string(),
})
const criterion = z.object({
  code: z.string().nullable().meta({ description: 'Null: ordered by the body of the plan' }),
  name: words.nullable(),
  cause: words.nullable(),
  score: z.string().nullable().meta({ description: 'Where its points are' }),
  counts,
  remedies: z.array(remedy),
})

type Doors = { clickhouse: ClickHouse; catalogues: Catalogues; businessNow: () => number; now: () => number }

/** What plan 5024 orders for each criterion of the PAR Index that lost points, and what has become of it by a day. */
export const remediationOperation = ({ clickhouse, catalogues, businessNow, now }: Doors) =>
  defineOperation({
    path: '/v1/remediation',
    summary: 'Causes and remedies by criterion of the PAR Index (plan 5024), open, done or overdue',
    query: z.strictObject({
      date: dayQuery.optional(),
      criterion: z.string().max(12).optional().meta({ description: 'e.g. 1.3.2' }),
      state: z.enum(REMEDY_STATES, { error: `expects one of ${REMEDY_STATES.join(', ')}` }).optional(),
    }),
    answer: z.object({
      asOf: instantText,
      date: dayText,
      overall: counts,
      criteria: z.array(criterion),
      unknown: z.array(z.string()).readonly().meta({ description: 'Said to be done, and not in the plan' }),
    }),
    handle: async ({ date = dayOf(businessNow()), criterion: only, state }) => {
      const asOf = toIso(now())
      const reports = await readReports(clickhouse, null)
      const done = remediesDone(
        reports
          .filter(({ estimate }) => !estimate)
          .map(({ indicator, numerator, denominator, period_to: periodTo }) => ({
            indicator,
            numerator: Number(numerator),
            denominator: denominator === null ? null : Number(denominator),
            periodTo,
          })),
      )
      const counted = catalogues.remediationOn(date, done)
      const none = { open: 0, done: 0, overdue: 0, total: 0 }
      const listed = (code: string | null) =>
        catalogues
          .remedies(code)
          .map((each) => shown(each, date, done))
          .filter((each) => state === undefined || each.state === state)
      const criteria = [
        ...catalogues.remediationCriteria.map(({ code, name, cause }) => ({
          code,
          name,
          cause,
          score: `/v1/indicators?indicator=par.${code}`,
          counts: counted.byCriterion.get(code) ?? none,
          remedies: listed(code),
        })),
        { code: null, name: null, cause: null, score: null, counts: counted.general, remedies: listed(null) },
      ]
      return {
        asOf,
        date,
        overall: counted.overall,
        criteria: criteria.filter(
          ({ code, remedies }) =>
            (only === undefined || code === only) && (state === undefined || remedies.length > 0),
        ),
        unknown: counted.unknown,
      }
    },
  })

const shown = (each: RemedyWithCause, date: Day, done: ReadonlyMap<string, Day>) => {
  const doneOn = done.get(each.code) ?? null
  const isDone = doneOn !== null && doneOn <= date
  const isOverdue = each.deadline !== null && each.deadline < date
  const state: RemedyState = isDone ? 'done' : isOverdue ? 'overdue' : 'open'
  const { code, remedy: text, lead, leadText, cooperating, cooperatingText, deadline, deadlineText } = each
  return {
    code,
    remedy: text,
    lead,
    leadText,
    cooperating,
    cooperatingText,
    deadline,
    deadlineText,
    state,
    doneOn: isDone ? doneOn : null,
    evidence: each.evidence,
  }
}
