import type { Catalogues } from '@ioc/catalogues'
import type { ClickHouse } from '@ioc/clickhouse'
import { chainOf } from './bounds.ts'
import { countCells, type Halves } from './cells.ts'
import { type CountedIndicator, type Indicator, isCounted } from './define.ts'
import type { Figure } from './figure.ts'
import { compare, judge } from './judge.ts'
import { readReports } from './reports.ts'
import { only, scopesOf } from './scopes.ts'
import { openSets } from './sets/index.ts'
import type { Query } from './sql.ts'
import { REPORTS, stateOf, type Watermark } from './state.ts'

type Printed = {
  indicator: string
  unit_code: string
  period_from: string
  period_to: string
  period_inferred: boolean
  estimate: boolean
  printed: string
  known_difference: string
  unit_of_measure: string
  document_code: string
}

/** What documents print, each figure once: two documents that print the same are one figure. */
const printedQuery = (watermark: Watermark | null): Query => {
  const state = stateOf(
    REPORTS,
    [
      'indicator',
      'figure_kind',
      'unit_code',
      'period_from',
      'period_to',
      'period_inferred',
      'estimate',
      'printed',
      'known_difference',
      'unit_of_measure',
      'document_code',
    ],
    watermark,
  )
  return {
    sql: `SELECT indicator, unit_code, toString(period_from) AS period_from, toString(period_to) AS period_to, estimate, printed,
  max(period_inferred) AS period_inferred, max(known_difference) AS known_difference, any(unit_of_measure) AS unit_of_measure,
  arrayStringConcat(arraySort(groupUniqArray(document_code)), ', ') AS document_code
FROM (${state.sql}) WHERE figure_kind = 'published'
GROUP BY indicator, unit_code, period_from, period_to, estimate, printed
ORDER BY indicator, estimate, period_from, period_to, unit_code, printed`,
    params: state.params,
  }
}

const figureOf = (row: Printed, indicator: Indicator, halves: Halves | undefined): Figure => {
  const numerator = halves?.numerator ?? null
  const denominator = halves?.denominator ?? null
  const judgement = judge(indicator.kind, numerator, denominator, indicator.maximum)
  const agreement = compare(judgement, row.printed, row.known_difference === '' ? null : row.known_difference)
  return {
    // An estimate stands beside the figure it estimates, under a name of its own.
    id: row.estimate ? `${indicator.id}.estimate` : indicator.id,
    group: indicator.group,
    title: indicator.title,
    kind: indicator.kind,
    numerator: numerator === null ? null : Number(numerator),
    denominator: denominator === null ? null : Number(denominator),
    value: judgement.value === null ? null : Number(judgement.value),
    percent: judgement.percent,
    printed: row.printed,
    period: { from: row.period_from, to: row.period_to, inferred: row.period_inferred },
    estimate: row.estimate,
    unitOfMeasure: row.unit_of_measure,
    documentCode: row.document_code,
    ...agreement,
  }
}

const keyOf = (row: Pick<Printed, 'indicator' | 'unit_code' | 'period_from' | 'period_to' | 'estimate'>) =>
  `${row.indicator} ${row.unit_code} ${row.period_from} ${row.period_to} ${row.estimate}`

/** Counts what is printed of subjects that are counted here: one pass for each period that documents print. */
const countPrinted = async (
  clickhouse: ClickHouse,
  catalogues: Catalogues,
  counted: ReadonlyMap<string, CountedIndicator>,
  printed: readonly Printed[],
  watermark: Watermark | null,
): Promise<Map<string, Halves>> => {
  const sets = openSets(catalogues)
  const halves = new Map<string, Halves>()
  const mine = printed.filter(({ indicator, estimate }) => counted.has(indicator) && !estimate)
  const byPeriod = Map.groupBy(mine, (row) => `${row.period_from} ${row.period_to}`)
  for (const rows of byPeriod.values()) {
    const [{ period_from: from, period_to: to }] = rows as [Printed]
    const map = only(scopesOf(catalogues, { kind: 'then' }), [...new Set(rows.map((row) => row.unit_code))])
    const cells = await countCells(clickhouse, sets, catalogues, {
      indicators: [...new Set(rows.map((row) => counted.get(row.indicator)!))],
      chain: chainOf([{ from, to }]),
      grouping: { by: 'unit', map },
      watermark,
    })
    for (const row of rows) {
      const found = cells.get(row.unit_code)?.get(row.indicator)?.[0]
      if (found) halves.set(keyOf(row), found)
    }
  }
  return halves
}

/** Printed beside computed, for every published figure in the tables, in the order of the indicators. */
export const compareFigures = async (
  clickhouse: ClickHouse,
  indicators: readonly Indicator[],
  catalogues: Catalogues,
  watermark: Watermark | null = null,
): Promise<Figure[]> => {
  const query = printedQuery(watermark)
  const printed = await clickhouse.query<Printed>(query.sql, query.params)
  const counted = new Map(indicators.filter(isCounted).map((indicator) => [indicator.id, indicator]))
  const halves = await countPrinted(clickhouse, catalogues, counted, printed, watermark)
  for (const report of await readReports(clickhouse, watermark))
    halves.set(keyOf(report), { numerator: report.numerator, denominator: report.denominator })
  const order = new Map(indicators.map((indicator, index) => [indicator.id, { indicator, index }]))
  return printed
    .flatMap((row) => {
      const known = order.get(row.indicator)
      return known
        ? [{ index: known.index, figure: figureOf(row, known.indicator, halves.get(keyOf(row))) }]
        : []
    })
    .sort((a, b) => a.index - b.index)
    .map(({ figure }) => figure)
}
