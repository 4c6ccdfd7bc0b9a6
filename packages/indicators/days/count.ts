import type { Catalogues } from '@ioc/catalogues'
import type { ClickHouse } from '@ioc/clickhouse'
import type { Cells, Halves } from '../cells.ts'
import type { Aggregate, CountedIndicator } from '../define.ts'
import type { ScopeMap } from '../scopes.ts'
import type { SetOfSubjects } from '../sets/index.ts'
import { splitsOf, type Watermark } from '../state.ts'
import { countByDate } from './by-date.ts'
import { countByStretch } from './by-stretch.ts'
import { countDifferent } from './different.ts'
import { type ByStretch, PERIODS, plansOf } from './plan.ts'
import { STRETCHES_MAX, stretchesOf } from './stretches.ts'
import { sumByStretch } from './sums.ts'
import { countValues } from './values.ts'

/** The numbers of a date, as `countCells` gives them for it alone. */
export type CountedDates = (date: string) => Cells

/**
 * Counts many dates of one watermark together: a subject that came to rest before the first of them is looked at once for all, and
 * only those that move once for each. Null where an indicator does not allow it, or the dates lie too far apart.
 */
export const countDates = async (
  clickhouse: ClickHouse,
  set: SetOfSubjects,
  indicators: readonly CountedIndicator[],
  catalogues: Catalogues,
  { dates, map, watermark }: { dates: readonly string[]; map: ScopeMap; watermark: Watermark },
): Promise<CountedDates | null> => {
  const stretches = stretchesOf(dates)
  if (stretches.begins.length > STRETCHES_MAX) return null
  const plans = plansOf(indicators, set, stretches)
  if (!plans) return null
  const asked = { catalogues, stretches, watermark, map, splits: await splitsOf(clickhouse, set) }
  const parts = [...plans.values()].flatMap((plan) => plan.stretches)
  const are = <As extends ByStretch['as']>(...as: As[]) =>
    parts.filter((part): part is Extract<ByStretch, { as: As }> => (as as string[]).includes(part.as))
  const spans = dates.flatMap((date) => Array.from({ length: PERIODS }, (_, k) => stretches.of(date, k)))
  const [numbers, sums, values, different, byDate] = await Promise.all([
    countByStretch(clickhouse, set, asked, are('counts', 'always', 'instants')),
    sumByStretch(clickhouse, set, asked, are('sums')),
    countValues(clickhouse, set, asked, are('values')),
    countDifferent(clickhouse, set, asked, are('different'), spans),
    countByDate(
      clickhouse,
      set,
      asked,
      [...plans].flatMap(([aggregate, plan]) => (plan.byDate ? [aggregate] : [])),
    ),
  ])
  const half = (aggregate: Aggregate, scope: string, date: string, k: number): string => {
    const span = stretches.of(date, k)
    const { stretches: mine, byDate: dated } = plans.get(aggregate)!
    let sum = dated ? byDate(aggregate, scope, date, k) : 0
    for (const part of mine)
      switch (part.as) {
        case 'values':
          return values(part, scope, span)
        case 'different':
          sum += different(part, scope, span)
          break
        case 'sums':
          sum += sums(part, scope, span)
          break
        default:
          sum += numbers(part, scope, span)
      }
    return String(sum)
  }
  return (date) =>
    new Map(
      [...map.scopes.keys()].map((scope) => [
        scope,
        new Map(
          indicators.map(({ id, numerator, denominator }): [string, Halves[]] => [
            id,
            Array.from({ length: PERIODS }, (_, k) => ({
              numerator: half(numerator, scope, date, k),
              denominator: denominator && half(denominator, scope, date, k),
            })),
          ]),
        ),
      ]),
    )
}
