import type { ClickHouse } from '@ioc/clickhouse'
import {
  csvText,
  cursorOf,
  LIST_ORDERS,
  listPublished,
  publishedGroups,
  RECEIPT_STATES,
  readCursor,
  type SnapshotRow,
  writeCursor,
} from '@ioc/exchange'
import { groups } from '@ioc/indicators'
import { toIso } from '@ioc/schemas/events/instant.ts'
import { z } from 'zod'
import {
  cursorQuery,
  dayQuery,
  dayText,
  groupQuery,
  instantQuery,
  instantText,
  limitQuery,
  wholeCount,
} from './fields.ts'
import { defineOperation } from './operation.ts'
import { Refused } from './refused.ts'

const query = z.strictObject({
  group: groupQuery.optional(),
  from: dayQuery.meta({ description: 'First date' }).optional(),
  to: dayQuery.meta({ description: 'Last date' }).optional(),
  updatedAfter: instantQuery.meta({ description: 'Published after this instant' }).optional(),
  asOf: instantQuery
    .meta({ description: 'As things stood then: what was published or answered later is hidden' })
    .optional(),
  order: z
    .enum(LIST_ORDERS, { error: `expects one of ${LIST_ORDERS.join(', ')}` })
    .default('oldest')
    .meta({ description: 'By instant of publication, then group, date and revision' }),
  cursor: cursorQuery(readCursor).optional(),
  limit: limitQuery(1_000, 200),
})

const snapshot = z.object({
  group: z.string(),
  date: dayText,
  revision: wholeCount,
  digest: z.string(),
  publishedAt: instantText,
  receipt: z.enum(RECEIPT_STATES),
  attempts: wholeCount,
})
const answer = z.object({
  asOf: instantText.nullable().meta({ description: 'As asked; null: now' }),
  snapshots: z.array(snapshot),
  next: z.string().nullable().meta({ description: 'Pass as `cursor` for the next page; null: the last one' }),
})

/** Published snapshots, every revision, with their receipts: what a national team asks for again and again. */
export const snapshotsOperation = (clickhouse: ClickHouse) =>
  defineOperation({
    path: '/v1/snapshots',
    summary: 'Published snapshots, every revision, and what the national IOC has answered',
    description:
      'In the order of publication, so that pages stay as they are. JSON, or CSV by `Accept: text/csv`; a strong ETag; the next page as `next` and as a Link header.',
    query,
    answer,
    paged: {
      csv: ({ snapshots }: z.input<typeof answer>) => listCsv(snapshots),
      next: ({ next }: z.input<typeof answer>) => next,
    },
    handle: async ({ updatedAfter, asOf, cursor, limit, ...filter }) => {
      if (filter.group !== undefined) await refuseUnknownGroup(clickhouse, filter.group)
      // One more than asked for tells whether there is a next page.
      const rows = await listPublished(clickhouse, {
        ...filter,
        updatedAfterMs: updatedAfter,
        asOfMs: asOf,
        after: cursor,
        limit: limit + 1,
      })
      const page = rows.slice(0, limit)
      return {
        asOf: asOf === undefined ? null : toIso(asOf),
        snapshots: page.map(shown),
        next: rows.length > limit ? writeCursor(cursorOf(page.at(-1)!)) : null,
      }
    },
  })

const shown = ({ publishedMs, ...row }: SnapshotRow): z.input<typeof snapshot> => ({
  group: row.group,
  date: row.date,
  revision: row.revision,
  digest: row.digest,
  publishedAt: toIso(publishedMs),
  receipt: row.receipt,
  attempts: row.attempts,
})

const listCsv = (rows: readonly z.input<typeof snapshot>[]) =>
  csvText<z.input<typeof snapshot>>(
    {
      group: ({ group }) => group,
      date: ({ date }) => date,
      revision: ({ revision }) => revision,
      digest: ({ digest }) => digest,
      publishedAt: ({ publishedAt }) => publishedAt,
      receipt: ({ receipt }) => receipt,
      attempts: ({ attempts }) => attempts,
    },
    rows,
  )

/** The groups that are published here: those configured now, and those that once were. */
export const knownGroups = async (clickhouse: ClickHouse): Promise<string[]> => [
  ...new Set([...groups.map(({ id }) => id), ...(await publishedGroups(clickhouse))]),
]

/** @throws Refused (400): an empty list would say that nothing was published yet */
export const refuseUnknownGroup = async (clickhouse: ClickHouse, group: string): Promise<void> => {
  const known = await knownGroups(clickhouse)
  if (known.includes(group)) return
  const message = `there is no group ${group}; known are ${known.join(', ')}`
  throw new Refused({
    status: 400,
    code: 'unknown-group',
    detail: `group: ${message}`,
    about: { given: group, near: known.join(', ') },
    parameters: [
      { parameter: 'group', message, code: 'unknown-group', about: { given: group, near: known.join(', ') } },
    ],
  })
}
