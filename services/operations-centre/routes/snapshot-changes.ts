import type { Catalogues } from '@ioc/catalogues'
import type { ClickHouse } from '@ioc/clickhouse'
import { type Compared, compareRevisions, findPublished } from '@ioc/exchange'
import type { Indicator } from '@ioc/indicators'
import { z } from 'zod'
import { openCaches } from '../cache.ts'
import { changedCell, nameCell, showValue } from '../snapshots/named.ts'
import { dayText, limitQuery, wholeCount } from './fields.ts'
import { defineOperation } from './operation.ts'
import { noSuchSnapshot, PLACE_PARTS, readPlace, revisionPart } from './snapshot-place.ts'

const CELLS_MAX = 1_000
const KEPT_MS = 3_600_000
const KEPT_MOST = 8

type Pair = { group: string; date: string; from: number; to: number }

const query = z.strictObject({
  against: revisionPart.meta({ description: 'Else the revision before it' }).optional(),
  limit: limitQuery(CELLS_MAX, 200),
})
const one = z.object({ revision: wholeCount, digest: z.string() })

export type ChangesDoors = {
  clickhouse: ClickHouse
  catalogues: Catalogues
  indicators: readonly Indicator[]
  /** One at a time: two whole snapshots are read. */
  inTurn<T>(task: () => Promise<T>): Promise<T>
  now: () => number
}

/** What a revision has otherwise than the one before it, value by value. */
export const snapshotChangesOperation = ({
  clickhouse,
  catalogues,
  indicators,
  inTurn,
  now,
}: ChangesDoors) => {
  // What was published never changes, and reading two whole snapshots takes seconds: asked once for all who look.
  const compared = openCaches(
    (asked: Pair) => inTurn(async () => outlineOf(await compareRevisions(clickhouse, asked))),
    { keepMs: KEPT_MS, most: KEPT_MOST, now },
  )
  return defineOperation({
    path: '/v1/snapshots/:group/:date/:revision/changes',
    summary: 'What a revision changed: indicator, unit, period, the old value and the new',
    parts: PLACE_PARTS,
    mayBeAbsent: true,
    query,
    answer: z.object({
      group: z.string(),
      date: dayText,
      from: one.nullable().meta({ description: 'Null: it is the first, and changes nothing' }),
      to: one,
      total: wholeCount,
      cells: z.array(changedCell).meta({ description: 'The first of them, by name' }),
      rules: z.boolean().meta({ description: 'Was it counted by another catalogue or by other rules?' }),
    }),
    handle: async ({ against, limit }, { parts }) => {
      const place = readPlace(parts)
      const { group, date, revision } = place
      const named = { group, date }
      const found = await findPublished(clickhouse, place)
      if (!found) throw noSuchSnapshot(place)
      const from = against ?? revision - 1
      if (from < 1)
        return {
          ...named,
          from: null,
          to: { revision, digest: found.digest },
          total: 0,
          cells: [],
          rules: false,
        }
      if (!(await findPublished(clickhouse, { ...named, revision: from })))
        throw noSuchSnapshot({ ...named, revision: from })
      const { value } = await compared({ ...named, from, to: revision }).read()
      const { total, cells } = value
      const name = nameCell(catalogues, indicators, date)
      return {
        ...named,
        from: value.from,
        to: value.to,
        total,
        cells: cells.slice(0, limit).map((cell) => ({
          ...name(cell),
          before: cell.before && showValue(cell.before),
          after: cell.after && showValue(cell.after),
        })),
        rules: value.rules,
      }
    },
  })
}

/** The first cells alone are kept: a whole comparison can be as large as a snapshot. */
const outlineOf = ({ from, to, diff: { cells, cut } }: Compared) => ({
  ...{ from, to, total: cells.length, cells: cells.slice(0, CELLS_MAX) },
  rules: cut.catalogueVersion !== null || cut.indicatorsVersion !== null,
})
