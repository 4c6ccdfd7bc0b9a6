import type { Catalogues } from '@ioc/catalogues'
import type { ClickHouse } from '@ioc/clickhouse'
import { findPublished, type Place } from '@ioc/exchange'
import type { Indicator } from '@ioc/indicators'
import { z } from 'zod'
import { openCaches } from '../cache.ts'
import { bilingual, nameCell, namedCell, shownValue, showValue } from '../snapshots/named.ts'
import { readChoices, readValues } from '../snapshots/read-values.ts'
import { dayText, limitQuery, wholeCount } from './fields.ts'
import { defineOperation } from './operation.ts'
import { noSuchSnapshot, PLACE_PARTS, readPlace } from './snapshot-place.ts'

const KEPT_MS = 3_600_000
const KEPT_MOST = 16
/** No snapshot has as many values. */
const SKIP_MAX = 1_000_000

const code = z.string({ error: 'expects one code' }).min(1).max(64)
const query = z.strictObject({
  indicator: code.meta({ description: 'Id of an indicator; else all' }).optional(),
  unit: code.meta({ description: 'Code of a unit; else all' }).optional(),
  skip: z.coerce
    .number({ error: `expects a number from 0 to ${SKIP_MAX}` })
    .int({ error: 'expects a whole number' })
    .min(0, { error: `expects a number from 0 to ${SKIP_MAX}` })
    .max(SKIP_MAX, { error: `expects a number from 0 to ${SKIP_MAX}` })
    .default(0)
    .meta({ description: 'How many to pass over: `next` of the page before' }),
  limit: limitQuery(1_000, 100),
})

export type ValuesDoors = {
  clickhouse: ClickHouse
  catalogues: Catalogues
  indicators: readonly Indicator[]
  /** One at a time: a whole snapshot is gone through. */
  inTurn<T>(task: () => Promise<T>): Promise<T>
  now: () => number
}

/** What one snapshot says, value by value, with the names a person knows them by. */
export const snapshotValuesOperation = ({ clickhouse, catalogues, indicators, inTurn, now }: ValuesDoors) => {
  // What was published never changes.
  const choices = openCaches((place: Place) => inTurn(() => readChoices(clickhouse, place)), {
    ...{ keepMs: KEPT_MS, most: KEPT_MOST, now },
  })
  return defineOperation({
    path: '/v1/snapshots/:group/:date/:revision/values',
    summary: 'The values of a snapshot, of an indicator or a unit, and which of these it has',
    parts: PLACE_PARTS,
    mayBeAbsent: true,
    query,
    answer: z.object({
      group: z.string(),
      date: dayText,
      revision: wholeCount,
      total: wholeCount.meta({ description: 'How many match' }),
      values: z.array(namedCell.extend({ value: shownValue })),
      next: wholeCount.nullable().meta({ description: 'Pass as `skip` for the next page; null: the last' }),
      indicators: z.array(z.object({ id: z.string(), title: bilingual.nullable() })),
      units: z.array(z.object({ code: z.string(), name: bilingual.nullable() })),
    }),
    handle: async (asked, { parts }) => {
      const place = readPlace(parts)
      if (!(await findPublished(clickhouse, place))) throw noSuchSnapshot(place)
      const { value: there } = await choices(place).read()
      const { total, values } = await inTurn(() => readValues(clickhouse, place, asked))
      const name = nameCell(catalogues, indicators, place.date)
      const next = asked.skip + values.length
      return {
        ...place,
        total,
        values: values.map((value) => ({ ...name(value), value: showValue(value) })),
        next: next < total ? next : null,
        indicators: there.indicators.map((id) => ({
          id,
          title: indicators.find((each) => each.id === id)?.title ?? null,
        })),
        units: there.units.map((code) => ({ code, name: catalogues.unit(code, place.date)?.name ?? null })),
      }
    },
  })
}
