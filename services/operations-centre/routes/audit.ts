import type { ClickHouse } from '@ioc/clickhouse'
import { csvText } from '@ioc/exchange'
import {
  AUDIT_OUTCOMES,
  type AuditRow,
  auditChoices,
  listAudit,
  type Operators,
  readAuditCursor,
  writeAuditCursor,
} from '@ioc/operators'
import { toIso } from '@ioc/schemas/events/instant.ts'
import { z } from 'zod'
import { borderQuery } from './dead-letter-fields.ts'
import { cursorQuery, instantText, limitQuery } from './fields.ts'
import { defineOperation } from './operation.ts'
import { requireOperator } from './operator.ts'

const query = z.strictObject({
  operator: z.string().max(40).meta({ description: 'The name of a token' }).optional(),
  action: z.string().max(64).meta({ description: 'e.g. sources.hold' }).optional(),
  from: borderQuery.meta({ description: 'Asked at or after this instant' }).optional(),
  to: borderQuery.meta({ description: 'Asked before this instant' }).optional(),
  cursor: cursorQuery(readAuditCursor).optional(),
  limit: limitQuery(500, 50),
})

const act = z.object({
  id: z.string(),
  askedAt: instantText,
  service: z.string(),
  operator: z.string().meta({ description: 'The name of the token that was shown' }),
  saidName: z.string().nullable().meta({ description: 'The name a person gave beside it' }),
  action: z.string(),
  subject: z.string().nullable(),
  why: z.string().nullable(),
  content: z.record(z.string(), z.unknown()),
  outcome: z
    .enum(AUDIT_OUTCOMES)
    .nullable()
    .meta({ description: 'Null: what came of it could not be written, and is not known' }),
  outcomeAt: instantText.nullable(),
  code: z.string().nullable().meta({ description: 'Of a refusal' }),
})
const answer = z.object({
  asOf: instantText.nullable().meta({ description: 'Null: now' }),
  operators: z.array(z.string()),
  actions: z.array(z.string()),
  acts: z.array(act),
  next: z.string().nullable().meta({ description: 'Pass as `cursor` for the next page; null: the last one' }),
})
export type AuditAnswer = z.input<typeof answer>

/** Who did what and when, and what came of it: for operators, since the words why are free text. */
export const auditOperation = (clickhouse: Pick<ClickHouse, 'query'>, operators: Operators) =>
  defineOperation({
    path: '/v1/audit',
    summary: 'What operators did, newest first: asked before it is done, then what came of it',
    description:
      'Append-only. Takes an operator’s token. JSON, or CSV by `Accept: text/csv`; the next page as `next` and as a Link header.',
    operatorsOnly: true,
    query,
    answer,
    paged: {
      csv: ({ acts }: AuditAnswer) => auditCsv(acts),
      next: ({ next }: AuditAnswer) => next,
    },
    handle: async ({ operator, action, from, to, cursor, limit }, { authorization }) => {
      requireOperator(operators, authorization)
      const [choices, rows] = await Promise.all([
        auditChoices(clickhouse),
        // One more than asked for tells whether there is a next page.
        listAudit(clickhouse, { operator, action, fromMs: from, toMs: to, after: cursor, limit: limit + 1 }),
      ])
      const page = rows.slice(0, limit)
      return {
        asOf: null,
        ...choices,
        acts: page.map(shown),
        next: rows.length > limit ? writeAuditCursor(page.at(-1)!) : null,
      }
    },
  })

const shown = ({ askedMs, outcomeMs, ...row }: AuditRow): z.input<typeof act> => ({
  id: row.id,
  askedAt: toIso(askedMs),
  service: row.service,
  operator: row.operator,
  saidName: row.saidName || null,
  action: row.action,
  subject: row.subject || null,
  why: row.why || null,
  content: JSON.parse(row.content) as Record<string, unknown>,
  outcome: row.outcome || null,
  outcomeAt: outcomeMs === null ? null : toIso(outcomeMs),
  code: row.code || null,
})

const auditCsv = (acts: AuditAnswer['acts']) =>
  csvText<AuditAnswer['acts'][number]>(
    {
      id: ({ id }) => id,
      askedAt: ({ askedAt }) => askedAt,
      service: ({ service }) => service,
      operator: ({ operator }) => operator,
      saidName: ({ saidName }) => saidName ?? null,
      action: ({ action }) => action,
      subject: ({ subject }) => subject ?? null,
      why: ({ why }) => why ?? null,
      content: ({ content }) => JSON.stringify(content),
      outcome: ({ outcome }) => outcome ?? null,
      outcomeAt: ({ outcomeAt }) => outcomeAt ?? null,
      code: ({ code }) => code ?? null,
    },
    acts,
  )
