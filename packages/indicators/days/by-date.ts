import type { ClickHouse } from '@ioc/clickhouse'
import { byPeriod, byPlace } from '../aggregate.ts'
import { boundsIn } from '../bounds.ts'
import { openColumns, type Place } from '../columns.ts'
import type { Aggregate } from '../define.ts'
import type { SetOfSubjects } from '../sets/index.ts'
import { SETTINGS } from '../settings.ts'
import { PERIODS } from './plan.ts'
import { type Asked, rowsByDate, scopesOfRow } from './rows.ts'

/** Counts the subjects that move for each date anew, all dates in one pass. */
export const countByDate = async (
  clickhouse: ClickHouse,
  set: SetOfSubjects,
  asked: Asked,
  aggregates: readonly Aggregate[],
): Promise<(aggregate: Aggregate, scope: string, date: string, k: number) => number> => {
  if (aggregates.length === 0) return () => 0
  const columns = openColumns(PERIODS)
  const places = new Map(
    aggregates.map((aggregate): [Aggregate, Place[]] => [
      aggregate,
      Array.from({ length: PERIODS }, (_, k) => {
        const together = byPlace(aggregate, set.times, PERIODS)
        return together
          ? columns.placeUpTo(together, k)
          : columns.place(byPeriod(aggregate, boundsIn(k, set.times)))
      }),
    ]),
  )
  const inner = columns.inner()
  const names = columns.names()
  const { query, definitions } = rowsByDate(set, asked, [inner], ['unit_code'])
  const rows = await clickhouse.query<{
    date: string
    unit_code: string
    stretch: number
    counts: number[][]
  }>(
    `${definitions.length > 0 ? `WITH ${definitions.join(',\n  ')}\n` : ''}SELECT toString(on_day) AS date, unit_code, stretch, [${names.join(', ')}] AS counts
FROM (
  SELECT on_day, unit_code, stretch,
    ${inner}
  FROM (${query.sql})
  GROUP BY on_day, unit_code, stretch
)
SETTINGS ${SETTINGS}`,
    query.params,
  )
  const byDate = new Map(asked.stretches.dates.map((date) => [date, new Map<string, Float64Array[]>()]))
  for (const row of rows)
    for (const scope of scopesOfRow(asked, row)) {
      const sums = byDate.get(row.date)!
      const mine = sums.get(scope) ?? row.counts.map((numbers) => new Float64Array(numbers.length))
      sums.set(scope, mine)
      row.counts.forEach((numbers, n) => {
        for (let at = 0; at < numbers.length; at++) mine[n]![at]! += numbers[at]!
      })
    }
  return (aggregate, scope, date, k) => {
    const mine = byDate.get(date)!.get(scope)
    if (!mine) return 0
    const { column, at } = places.get(aggregate)![k]!
    const numbers = mine[column]!
    if (names[column] !== 'by_place') return numbers[at]!
    // What is counted by place is the shortest period an instant lies in: a period holds the places up to its own.
    let sum = 0
    for (let place = at - k; place <= at; place++) sum += numbers[place]!
    return sum
  }
}
