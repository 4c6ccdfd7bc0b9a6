import {
  type Counts,
  type DeadLetterDoors,
  type Filter,
  listByUnit,
  listDeadLetters,
  readCursor,
  STATES,
  writeCursor,
} from '@ioc/dead-letters'
import { toIso } from '@ioc/schemas/events/instant.ts'
import type { PushKeys } from '@ioc/source/push-key.ts'
import { z } from 'zod'
import type { Cache } from '../cache.ts'
import { orRefused } from '../dead-letters/refusals.ts'
import { borderQuery, deadLetter, shownDeadLetter } from './dead-letter-fields.ts'
import { instantText, limitQuery, wholeCount } from './fields.ts'
import { defineOperation, NO_QUERY } from './operation.ts'
import { requireOperator } from './operator.ts'

const word = z.string().max(256)

const query = z.strictObject({
  source: word.optional(),
  reason: word.optional(),
  contract: word.optional(),
  unit: word
    .meta({ description: 'Needs the operator’s key: sealed bytes are opened in memory to compare' })
    .optional(),
  state: z.enum(STATES, { error: `expects one of ${STATES.join(', ')}` }).optional(),
  from: borderQuery.optional(),
  to: borderQuery.optional(),
  limit: limitQuery(200, 50),
  before: z
    .string()
    .transform((text, context) => {
      const read = readCursor(text)
      if (read) return read
      context.addIssue({ code: 'custom', message: 'expects `next` of an earlier answer' })
      return z.NEVER
    })
    .optional(),
})

/** Rejected records, newest first, without their content. */
export const deadLettersOperation = (doors: DeadLetterDoors, operators: PushKeys) =>
  defineOperation({
    path: '/v1/dead-letters',
    summary: 'Rejected records, newest first: where, why, and what became of them; never what',
    query,
    answer: z.object({
      asOf: instantText,
      deadLetters: z.array(deadLetter),
      next: z.string().nullable().meta({ description: 'Pass as `before` for the next page' }),
    }),
    handle: async ({ unit, limit, before, state, from, to, ...same }, { authorization }) => {
      const asOf = toIso(doors.now())
      const filter: Filter = { ...same, states: state && [state], fromMs: from, toMs: to }
      if (unit !== undefined) requireOperator(operators, authorization)
      const page = await orRefused(() =>
        unit === undefined
          ? listDeadLetters(doors.clickhouse, filter, limit, before ?? null)
          : listByUnit(doors, unit, filter, limit, before ?? null, { actor: 'operations-centre', why: '' }),
      )
      return {
        asOf,
        next: page.next && writeCursor(page.next),
        deadLetters: page.deadLetters.map(shownDeadLetter),
      }
    },
  })

/** Rejected records by reason, source and state. */
export const deadLetterSummaryOperation = (counts: Cache<Counts>) =>
  defineOperation({
    path: '/v1/dead-letters/summary',
    summary: 'Rejected records counted by reason, by source and by what became of them',
    query: NO_QUERY,
    answer: z.object({
      asOf: instantText,
      records: wholeCount,
      reasons: z.array(z.object({ code: z.string(), records: wholeCount, newestAt: instantText })),
      sources: z.array(
        z.object({ source: z.string().nullable(), records: wholeCount, newestAt: instantText }),
      ),
      states: z.array(z.object({ state: z.enum(STATES), records: wholeCount })),
    }),
    handle: async () => {
      const { value, asOfMs } = await counts.read()
      return {
        asOf: toIso(asOfMs),
        records: value.records,
        reasons: value.reasons.map(({ newestMs, ...rest }) => ({ ...rest, newestAt: toIso(newestMs) })),
        sources: value.sources.map(({ newestMs, source, ...rest }) => ({
          ...rest,
          source: source || null,
          newestAt: toIso(newestMs),
        })),
        states: value.states,
      }
    },
  })
