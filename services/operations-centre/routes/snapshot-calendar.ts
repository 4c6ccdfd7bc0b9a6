import type { ClickHouse } from '@ioc/clickhouse'
import { listPublished } from '@ioc/exchange'
import { dayOf, toIso } from '@ioc/schemas/events/instant.ts'
import { z } from 'zod'
import { CELL_STATES, cellsOf, daysOf } from '../snapshots/calendar.ts'
import { readFirstDate, readSignedRefusals } from '../snapshots/read.ts'
import { dayText, instantText, wholeCount } from './fields.ts'
import { defineOperation } from './operation.ts'
import { knownGroups } from './snapshots.ts'

const query = z.strictObject({
  month: z
    .string()
    .regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, { error: 'expects a month, e.g. 2024-06' })
    .meta({ description: 'Else that of the business day' })
    .optional(),
})

/** No month has as many revisions. */
const ROWS_MAX = 10_000

/** The days of a month, each with how it stands in each group. */
export const snapshotCalendarOperation = (doors: {
  clickhouse: ClickHouse
  businessNow: () => number
  now: () => number
}) =>
  defineOperation({
    path: '/v1/snapshots/calendar',
    summary: 'A month of snapshots: each day of each group with its state',
    query,
    answer: z.object({
      asOf: instantText,
      month: z.string(),
      today: dayText.meta({ description: 'The business day' }),
      firstDate: dayText.nullable().meta({ description: 'The first that was ever published' }),
      groups: z.array(z.string()),
      days: z.array(dayText),
      cells: z.array(
        z.object({
          group: z.string(),
          date: dayText,
          state: z.enum(CELL_STATES),
          revision: wholeCount.nullable(),
          attempts: wholeCount.nullable(),
        }),
      ),
    }),
    handle: async (asked) => {
      const { clickhouse, businessNow, now } = doors
      const askedMs = now()
      const today = dayOf(businessNow())
      const month = asked.month ?? today.slice(0, 7)
      const days = daysOf(month)
      const span = { from: days[0]!, to: days.at(-1)! }
      const [groups, rows, signedRefusals, firstDate] = await Promise.all([
        knownGroups(clickhouse),
        listPublished(clickhouse, { ...span, limit: ROWS_MAX }),
        readSignedRefusals(clickhouse, span),
        readFirstDate(clickhouse),
      ])
      return {
        ...{ asOf: toIso(askedMs), month, today, firstDate, groups, days },
        cells: cellsOf({ groups, days, rows, signedRefusals, firstDate, today }),
      }
    },
  })
