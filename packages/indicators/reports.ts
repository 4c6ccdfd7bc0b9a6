import type { ClickHouse } from '@ioc/clickhouse'
import type { Query } from './sql.ts'
import { REPORTS, stateOf, type Tables, type Watermark } from './state.ts'

/** Halves that another body reported for a unit and a period. */
export type Report = {
  indicator: string
  unit_code: string
  period_from: string
  period_to: string
  estimate: boolean
  numerator: string
  denominator: string | null
  document_code: string
}

const COLUMNS = [
  'indicator',
  'figure_kind',
  'unit_code',
  'period_from',
  'period_to',
  'estimate',
  'numerator',
  'denominator',
  'document_code',
  'recorded_at',
  'sequence',
  'content_hash',
]

/** SQL of the newest word on each indicator, unit and period. Never a sum: two documents that report one figure are one figure, and a unit's own is part of the province's. */
export const reportsQuery = (watermark: Watermark | null, tables: Tables = REPORTS): Query => {
  const state = stateOf(tables, COLUMNS, watermark)
  return {
    sql: `SELECT indicator, unit_code, toString(period_from) AS period_from, toString(period_to) AS period_to, estimate,
  toString(newest.1) AS numerator, toString(newest.2) AS denominator, newest.3 AS document_code
FROM (
  SELECT indicator, unit_code, period_from, period_to, estimate,
    argMax(tuple(numerator, denominator, document_code), tuple(recorded_at, sequence, content_hash)) AS newest
  FROM (${state.sql}) WHERE figure_kind = 'reported'
  GROUP BY indicator, unit_code, period_from, period_to, estimate
)
ORDER BY indicator, unit_code, period_from, period_to, estimate`,
    params: state.params,
  }
}

/** What other bodies reported, as of a watermark or now. */
export const readReports = (clickhouse: ClickHouse, watermark: Watermark | null): Promise<Report[]> => {
  const query = reportsQuery(watermark)
  return clickhouse.query<Report>(query.sql, query.params)
}

/** The period that ends later; of two that end together the longer one. */
const isNewer = (a: Report, b: Report) =>
  a.period_to > b.period_to || (a.period_to === b.period_to && a.period_from < b.period_from)

/** Of the figures reported for a unit, per indicator the one for the newest period that ended by the date; an estimate beside it. */
export const newestReports = (reports: readonly Report[], unit: string, date: string): Report[] => {
  const newest = new Map<string, Report>()
  for (const report of reports) {
    const key = `${report.indicator}${report.estimate}`
    const known = newest.get(key)
    if (report.unit_code === unit && report.period_to <= date && (!known || isNewer(report, known)))
      newest.set(key, report)
  }
  return [...newest.values()]
}
