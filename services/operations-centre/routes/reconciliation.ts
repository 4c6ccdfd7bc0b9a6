import type { ClickHouse } from '@ioc/clickhouse'
import { listPublished } from '@ioc/exchange'
import { groups } from '@ioc/indicators'
import { daysOf, month, reconciliation, reconciliationOf } from '@ioc/snapshot'
import { z } from 'zod'
import { groupQuery } from './fields.ts'
import { defineOperation } from './operation.ts'
import { refuseUnknownGroup } from './snapshots.ts'

/** More than any month holds: four groups of 31 days with a hundred revisions each are 12,400. */
const ROWS_MAX = 100_000

/** What was published for the dates of a month, under one digest for each group: the receiver answers the same question of what it took. */
export const reconciliationOperation = (clickhouse: ClickHouse) =>
  defineOperation({
    path: '/v1/reconciliation',
    summary: 'One digest over everything published for the dates of a month, by group',
    description:
      '`digest` is sha-256 of the RFC 8785 bytes of `[[date, revision, digest], …]` in order of date and revision; the list is `snapshots`. The receiver answers the same of what it accepted.',
    query: z.strictObject({
      month: month.meta({ description: 'Calendar month of the dates, e.g. 2024-06' }),
      group: groupQuery.optional(),
    }),
    answer: reconciliation,
    handle: async ({ month, group }) => {
      if (group !== undefined) await refuseUnknownGroup(clickhouse, group)
      const rows = await listPublished(clickhouse, { group, ...daysOf(month), limit: ROWS_MAX })
      return reconciliationOf(month, rows, group === undefined ? groups.map(({ id }) => id) : [group])
    },
  })
