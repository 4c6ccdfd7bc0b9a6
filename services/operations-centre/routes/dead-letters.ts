import {
  type Counts,
  type DeadLetterDoors,
  type Filter,
  listByUnit,
  listDeadLetters,
  STATES,
  writeCursor,
} from '@ioc/dead-letters'
import type { Audit, Operators } from '@ioc/operators'
import { toIso } from '@ioc/schemas/events/instant.ts'
import { z } from 'zod'
import type { Cache } from '../cache.ts'
import { orRefused } from '../dead-letters/refusals.ts'
import {
  beforeQuery,
  deadLetter,
  filterOf,
  plainFilter,
  shownDeadLetter,
  stateFilter,
  unitFilter,
} from './dead-letter-fields.ts'
import { instantText, limitQuery, wholeCount } from './fields.ts'
import { defineOperation } from './operation.ts'
import { requireOperator } from './operator.ts'

const query = z.strictObject({
  ...plainFilter,
  unit: unitFilter,
  state: stateFilter,
  limit: limitQuery(200, 50),
  before: beforeQuery.optional(),
})

/** Rejected records, newest first, without their content. */
export const deadLettersOperation = (doors: DeadLetterDoors, operators: Operators, audit: Audit) =>
  defineOperation({
    path: '/v1/dead-letters',
    summary: 'Rejected records, newest first: where, why, and what became of them; never what',
    query,
    answer: z.object({
      asOf: instantText,
      deadLetters: z.array(deadLetter),
      next: z.string().nullable().meta({ description: 'Pass as `before` for the next page' }),
    }),
    handle: async ({ unit, limit, before, state, ...chosen }, { authorization }) => {
      const asOf = toIso(doors.now())
      const filter = filterOf(chosen, state && [state])
      const list = () => listDeadLetters(doors.clickhouse, filter, limit, before ?? null)
      /** Looks inside sealed bytes, and so is an act of its own. */
      const search = (unit: string) => {
        const operator = requireOperator(operators, authorization)
        const who = { actor: `operations-centre/${operator}`, why: '' }
        const content = { unit, state: state ?? null, limit, ...chosen }
        return audit.around({ operator, action: 'dead-letters.search', subject: unit, content }, () =>
          orRefused(() => listByUnit(doors, unit, filter, limit, before ?? null, who)),
        )
      }
      const page = unit === undefined ? await orRefused(list) : await search(unit)
      return {
        asOf,
        next: page.next && writeCursor(page.next),
        deadLetters: page.deadLetters.map(shownDeadLetter),
      }
    },
  })

/** Rejected records by reason, source, contract and state, for who chooses among them. */
export const deadLetterSummaryOperation = (countsOf: (filter: Filter) => Cache<Counts>) =>
  defineOperation({
    path: '/v1/dead-letters/summary',
    summary: 'Rejected records counted by reason, source, contract and what became of them',
    description:
      '`records` is narrowed by the whole question; each list by all of it but its own part, so that what could be chosen instead has its number too.',
    query: z.strictObject({ ...plainFilter, state: stateFilter }),
    answer: z.object({
      asOf: instantText,
      records: wholeCount,
      reasons: z.array(z.object({ code: z.string(), records: wholeCount, newestAt: instantText })),
      sources: z.array(
        z.object({ source: z.string().nullable(), records: wholeCount, newestAt: instantText }),
      ),
      contracts: z.array(
        z.object({ contract: z.string().nullable(), records: wholeCount, newestAt: instantText }),
      ),
      states: z.array(z.object({ state: z.enum(STATES), records: wholeCount })),
    }),
    handle: async ({ state, ...chosen }) => {
      const { value, asOfMs } = await countsOf(filterOf(chosen, state && [state])).read()
      return {
        asOf: toIso(asOfMs),
        records: value.records,
        reasons: value.reasons.map(({ newestMs, ...rest }) => ({ ...rest, newestAt: toIso(newestMs) })),
        sources: value.sources.map(({ newestMs, source, ...rest }) => ({
          ...rest,
          source: source || null,
          newestAt: toIso(newestMs),
        })),
        contracts: value.contracts.map(({ newestMs, contract, ...rest }) => ({
          ...rest,
          contract: contract || null,
          newestAt: toIso(newestMs),
        })),
        states: value.states,
      }
    },
  })
