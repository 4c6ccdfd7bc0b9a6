import type { ClickHouse } from '@ioc/clickhouse'
import type { Query } from './sql.ts'
import { REPORTS, stateOf, type Watermark } from './state.ts'

/** A number documents print for an indicator, a unit and a period. */
export type Printed = {
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

/** What documents print, as of a watermark or now. */
export const readPrinted = (clickhouse: ClickHouse, watermark: Watermark | null): Promise<Printed[]> => {
  const query = printedQuery(watermark)
  return clickhouse.query<Printed>(query.sql, query.params)
}
