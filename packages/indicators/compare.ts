import type { Catalogues } from '@ioc/catalogues'
import type { ClickHouse } from '@ioc/clickhouse'
import { chainOf } from './bounds.ts'
import { countCells, type Halves } from './cells.ts'
import { type CountedIndicator, type Indicator, isCounted, madeOf } from './define.ts'
import type { Figure } from './figure.ts'
import { type Cell, cellKey, figuresOf } from './figures.ts'
import { type Printed, readPrinted } from './printed.ts'
import { readReports } from './reports.ts'
import { only, scopesOf } from './scopes.ts'
import { openSets } from './sets/index.ts'
import { dayEnds } from './sql.ts'
import type { Watermark } from './state.ts'

/** Printed beside computed, for every published figure in the tables, in the order of the indicators. */
export const compareFigures = async (
  clickhouse: ClickHouse,
  indicators: readonly Indicator[],
  catalogues: Catalogues,
  watermark: Watermark | null = null,
): Promise<Figure[]> => {
  const printed = await readPrinted(clickhouse, watermark)
  const counted = await countPrinted(clickhouse, catalogues, cellsToCount(indicators, printed), watermark)
  return figuresOf(indicators, printed, await readReports(clickhouse, watermark), counted)
}

type Wanted = Cell & { counted: CountedIndicator }

/** What has to be counted here: what documents print of subjects, and what printed scores are made of. */
const cellsToCount = (indicators: readonly Indicator[], printed: readonly Printed[]): Wanted[] => {
  const known = new Map(indicators.map((indicator) => [indicator.id, madeOf(indicator).filter(isCounted)]))
  return printed
    .filter(({ estimate }) => !estimate)
    .flatMap((row) =>
      (known.get(row.indicator) ?? []).map((counted) => ({ ...row, indicator: counted.id, counted })),
    )
}

const FOREVER = dayEnds('2099-12-31')

/** Counts in one pass for each period that documents print. */
const countPrinted = async (
  clickhouse: ClickHouse,
  catalogues: Catalogues,
  wanted: readonly Wanted[],
  watermark: Watermark | null,
): Promise<Map<string, Halves>> => {
  const sets = openSets(catalogues)
  const halves = new Map<string, Halves>()
  const byPeriod = Map.groupBy(
    wanted,
    (row) => `${row.period_from} ${row.period_to} ${row.counted.of === 'forms'}`,
  )
  for (const rows of byPeriod.values()) {
    const [{ period_from: from, period_to: to, counted }] = rows as [Wanted]
    const map = only(scopesOf(catalogues, { kind: 'then' }, to), [
      ...new Set(rows.map((row) => row.unit_code)),
    ])
    const cells = await countCells(clickhouse, sets, catalogues, {
      indicators: [...new Map(rows.map(({ counted }) => [counted.id, counted])).values()],
      // A survey's forms come in when its year is over.
      chain: { ...chainOf([{ from, to }]), endsAt: counted.of === 'forms' ? FOREVER : null },
      grouping: { by: 'unit', map },
      watermark,
    })
    for (const row of rows) {
      const found = cells.get(row.unit_code)?.get(row.indicator)?.[0]
      if (found) halves.set(cellKey(row), found)
    }
  }
  return halves
}
