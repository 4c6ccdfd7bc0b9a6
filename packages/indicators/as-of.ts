import type { Catalogues } from '@ioc/catalogues'
import type { ClickHouse } from '@ioc/clickhouse'
import { chainOf } from './bounds.ts'
import { type Cells, countCells } from './cells.ts'
import { type Progress, progressAsOf } from './completeness.ts'
import { countDates } from './days/count.ts'
import { STRETCHES_MAX, stretchesOf } from './days/stretches.ts'
import { type CountedIndicator, type Indicator, isCounted, madeOf } from './define.ts'
import { periodsTo } from './periods.ts'
import { type Printed, readPrinted } from './printed.ts'
import { type Report, readReports } from './reports.ts'
import { type ScopeMap, scopesOf } from './scopes.ts'
import { openSets } from './sets/index.ts'
import type { Watermark } from './state.ts'

/** What stood as of one watermark, each of it read once: the groups of a date, and the dates of a backfill, ask for the same. */
export type AsOf = {
  watermark: Watermark
  progress(): Promise<readonly Progress[]>
  reports(): Promise<readonly Report[]>
  printed(): Promise<readonly Printed[]>
  /** The scopes of the day each subject belongs to, as named on a date; the same object for dates that name them alike. */
  map(date: string): ScopeMap
  /** Of all counted indicators but those of surveys, for the periods that end on a date. */
  cells(date: string): Promise<Cells>
}

/** Dates counted together, at most: more save little more, and their numbers stay in memory, about 1 MB a date. */
const DATES_MAX = 60

/** `dates`: those that will be asked for, rising; of one watermark they are counted together. */
export const openAsOf = (
  { clickhouse, catalogues, indicators }: Pick<Doors, 'clickhouse' | 'catalogues' | 'indicators'>,
  watermark: Watermark,
  dates: readonly string[],
): AsOf => {
  const sets = openSets(catalogues)
  const all = [
    ...new Map(indicators.flatMap((each) => [...madeOf(each), each]).map((each) => [each.id, each])).values(),
  ]
  const bySet = Map.groupBy(
    all.filter(isCounted).filter(({ of }) => of !== 'forms'),
    ({ of }) => of,
  )
  const maps = new Map<string, ScopeMap>()
  const mapOf = new Map<string, ScopeMap>()
  const map = (date: string): ScopeMap => {
    const known = mapOf.get(date)
    if (known) return known
    const mine = scopesOf(catalogues, { kind: 'then' }, date)
    const name = JSON.stringify([[...mine.scopes], [...mine.of]])
    const same = maps.get(name) ?? mine
    maps.set(name, same)
    mapOf.set(date, same)
    return same
  }

  /** A date and those after it that are counted with it. */
  const together = (date: string): string[] => {
    const from = dates.indexOf(date)
    if (from === -1) return [date]
    const mine = map(date)
    const next = dates.slice(from, from + DATES_MAX)
    const other = next.findIndex((each) => map(each) !== mine || each.slice(0, 4) !== date.slice(0, 4))
    const alike = other === -1 ? next : next.slice(0, other)
    // Dates apart from each other make more stretches than days in a row.
    while (stretchesOf(alike).begins.length > STRETCHES_MAX) alike.pop()
    return alike
  }

  const countOne = (mine: readonly CountedIndicator[], date: string): Promise<Cells> =>
    countCells(clickhouse, sets, catalogues, {
      indicators: mine,
      chain: { ...chainOf(periodsTo(date)), endsAt: null },
      grouping: { by: 'unit', map: map(date) },
      watermark,
    })

  type Counted = { dates: readonly string[]; cells(date: string): Promise<Cells> }
  const count = (batch: readonly string[]): Counted => {
    const [first] = batch as [string, ...string[]]
    const counted = [...bySet].map(([of, mine]) => ({
      mine,
      dates:
        batch.length === 1
          ? Promise.resolve(null)
          : countDates(clickhouse, sets[of], mine, catalogues, { dates: batch, map: map(first), watermark }),
    }))
    for (const { dates } of counted) dates.catch(() => {}) // whoever asks has the failure
    return {
      dates: batch,
      cells: async (date) =>
        merged(
          await Promise.all(
            counted.map(async ({ mine, dates }) => (await dates)?.(date) ?? countOne(mine, date)),
          ),
        ),
    }
  }

  // The batch that is asked for, and the one behind it, which is counted while these dates are signed and sent.
  let batches: Counted[] = []
  const cells = (date: string): Promise<Cells> => {
    const known = batches.find((batch) => batch.dates.includes(date))
    const mine = known ?? count(together(date))
    batches = [...batches.filter((batch) => batch !== mine && batch.dates.at(-1)! > date), mine]
    const next = dates[dates.indexOf(mine.dates.at(-1)!) + 1]
    const isHalfDone = mine.dates.indexOf(date) * 2 >= mine.dates.length
    if (next !== undefined && isHalfDone && !batches.some((batch) => batch.dates.includes(next)))
      batches.push(count(together(next)))
    const answer = mine.cells(date)
    answer.catch(() => {
      batches = batches.filter((batch) => batch !== mine) // asked again, it is counted again
    })
    return answer
  }

  const once = <T>(read: () => Promise<T>) => {
    let answer: Promise<T> | null = null
    return (): Promise<T> => {
      answer ??= read().catch((error: unknown) => {
        answer = null
        throw error
      })
      return answer
    }
  }
  const kept = new Map<string, Promise<Cells>>()
  return {
    watermark,
    progress: once(() => progressAsOf(clickhouse, watermark)),
    reports: once(() => readReports(clickhouse, watermark)),
    printed: once(() => readPrinted(clickhouse, watermark)),
    map,
    // All groups of a date ask, one after another.
    cells: (date) => {
      const before = kept.get(date)
      if (before) return before
      const answer = cells(date)
      kept.clear()
      kept.set(date, answer)
      answer.catch(() => kept.delete(date))
      return answer
    },
  }
}

type Doors = { clickhouse: ClickHouse; catalogues: Catalogues; indicators: readonly Indicator[] }

/** Numbers of indicators of several sets, side by side. */
const merged = (parts: readonly Cells[]): Cells => {
  const scopes = new Set(parts.flatMap((part) => [...part.keys()]))
  return new Map(
    [...scopes].map((scope) => [scope, new Map(parts.flatMap((part) => [...(part.get(scope) ?? [])]))]),
  )
}
