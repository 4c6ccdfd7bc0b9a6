import type { ClickHouse } from '@ioc/clickhouse'
import { countIndicators } from './count.ts'
import type { Indicator } from './define.ts'
import type { Figure } from './figure.ts'
import { compare, judge } from './judge.ts'
import { type Query, stateOf, type Watermark } from './state.ts'

type Row = {
  indicator: string
  period_from: string
  period_to: string
  period_inferred: boolean
  estimate: boolean
  printed: string
  known_difference: string
  unit_of_measure: string
  document_code: string
  numerator: string | null
  denominator: string | null
}

/** The comparison as one query: what documents print, joined in ClickHouse with what is counted for the same period. */
export const comparison = (indicators: readonly Indicator[], watermark: Watermark | null): Query => {
  const published = stateOf(
    'reports',
    [
      'indicator',
      'figure_kind',
      'period_from',
      'period_to',
      'period_inferred',
      'estimate',
      'printed',
      'known_difference',
      'unit_of_measure',
      'document_code',
      'figure_code',
    ],
    watermark,
  )
  const printed = `SELECT * FROM (${published.sql}) WHERE figure_kind = 'published'`
  const counted = countIndicators(
    indicators,
    { sql: `SELECT DISTINCT period_from, period_to FROM (${printed})`, params: published.params },
    watermark,
  )
  return {
    sql: `SELECT p.indicator AS indicator, toString(p.period_from) AS period_from, toString(p.period_to) AS period_to,
  p.estimate AS estimate, p.printed AS printed, max(p.period_inferred) AS period_inferred, max(p.known_difference) AS known_difference,
  any(p.unit_of_measure) AS unit_of_measure, arrayStringConcat(arraySort(groupUniqArray(p.document_code)), ', ') AS document_code,
  toString(any(c.numerator)) AS numerator, toString(any(c.denominator)) AS denominator
FROM (${printed}) AS p
LEFT JOIN (
${counted.sql}
) AS c ON c.indicator = p.indicator AND c.period_from = p.period_from AND c.period_to = p.period_to AND c.estimate = p.estimate
GROUP BY p.indicator, p.period_from, p.period_to, p.estimate, p.printed -- two documents that print the same are one figure
ORDER BY p.indicator, p.estimate, p.period_from, p.printed
SETTINGS join_use_nulls = 1`,
    params: { ...published.params, ...counted.params },
  }
}

const figureOf = (row: Row, indicator: Indicator): Figure => {
  const judgement = judge(indicator.kind, row.numerator, row.denominator, indicator.maximum)
  const agreement = compare(judgement, row.printed, row.known_difference === '' ? null : row.known_difference)
  return {
    // An estimate stands beside the figure it estimates, under a name of its own.
    id: row.estimate ? `${indicator.id}.estimate` : indicator.id,
    group: indicator.group,
    title: indicator.title,
    kind: indicator.kind,
    numerator: row.numerator === null ? null : Number(row.numerator),
    denominator: row.denominator === null ? null : Number(row.denominator),
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

/** Printed beside computed, for every published figure in the tables, in the order of the indicators. */
export const compareFigures = async (
  clickhouse: ClickHouse,
  indicators: readonly Indicator[],
  watermark: Watermark | null = null,
): Promise<Figure[]> => {
  const query = comparison(indicators, watermark)
  const rows = await clickhouse.query<Row>(query.sql, query.params)
  const order = new Map(indicators.map((indicator, index) => [indicator.id, { indicator, index }]))
  return rows
    .flatMap((row) => {
      const known = order.get(row.indicator)
      return known ? [{ index: known.index, figure: figureOf(row, known.indicator) }] : []
    })
    .sort((a, b) => a.index - b.index)
    .map(({ figure }) => figure)
}
