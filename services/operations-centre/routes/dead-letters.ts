import type { ClickHouse } from '@ioc/clickhouse'
import { toIso } from '@ioc/schemas/events/instant.ts'
import { z } from 'zod'
import type { Cache } from '../cache.ts'
import { type ReasonCount, readCursor, readDeadLetters, writeCursor } from '../dead-letters/dead-letters.ts'
import { instantText, limitQuery, wholeCount } from './fields.ts'
import { defineOperation, NO_QUERY } from './operation.ts'

const deadLetter = z.object({
  topic: z.string(),
  partition: wholeCount,
  offset: wholeCount,
  appendedAt: instantText,
  source: z.string().nullable(),
  contract: z.string().nullable(),
  reasons: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
})

const query = z.strictObject({
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
export const deadLettersOperation = (clickhouse: ClickHouse, now: () => number) =>
  defineOperation({
    path: '/v1/dead-letters',
    summary: 'Rejected records, newest first: where and why, never what',
    query,
    answer: z.object({
      asOf: instantText,
      deadLetters: z.array(deadLetter),
      next: z.string().nullable().meta({ description: 'Pass as `before` for the next page' }),
    }),
    handle: async ({ limit, before }) => {
      const asOf = toIso(now())
      const rows = await readDeadLetters(clickhouse, limit, before ?? null)
      return {
        asOf,
        next: rows.length === limit ? writeCursor(rows.at(-1)!) : null,
        deadLetters: rows.map(({ appendedMs, source, contract, ...row }) => ({
          ...row,
          appendedAt: toIso(appendedMs),
          source: source || null,
          contract: contract || null,
        })),
      }
    },
  })

/** Rejected records by reason. */
export const deadLetterSummaryOperation = (reasons: Cache<ReasonCount[]>) =>
  defineOperation({
    path: '/v1/dead-letters/summary',
    summary: 'Rejected records counted by reason',
    query: NO_QUERY,
    answer: z.object({
      asOf: instantText,
      reasons: z.array(z.object({ code: z.string(), records: wholeCount, newestAt: instantText })),
    }),
    handle: async () => {
      const { value, asOfMs } = await reasons.read()
      return {
        asOf: toIso(asOfMs),
        reasons: value.map(({ newestMs, ...reason }) => ({ ...reason, newestAt: toIso(newestMs) })),
      }
    },
  })
