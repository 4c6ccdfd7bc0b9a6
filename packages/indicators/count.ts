import type { Indicator, SubjectSet } from './define.ts'
import { type Query, stateOf, type Watermark } from './state.ts'

/** Columns the definitions of a set use; a new definition that needs another one adds it here. */
const COLUMNS: Record<SubjectSet, readonly string[]> = {
  dossiers: [
    'finished_at',
    'received_at',
    'due_at',
    'unit_level',
    'procedure_online',
    'channel',
    'payment_at',
  ],
  feedback: ['channel', 'received_at', 'processed_at'],
  forms: ['questionnaire_code', 'survey_year', 'question', 'answer'],
  reports: [
    'indicator',
    'figure_kind',
    'unit_code',
    'period_from',
    'period_to',
    'estimate',
    'numerator',
    'denominator',
    'recorded_at',
    'sequence',
    'content_hash',
  ],
}

const EXACT = (sql: string | null) => (sql === null ? 'NULL' : `CAST(${sql} AS Nullable(Decimal(38, 6)))`)
const quote = (text: string) => `'${text.replaceAll("'", "''")}'`

/** SQL of a table of periods: columns `period_from`, `period_to` (calendar days). */
export type Periods = Query

/**
 * Counts many indicators of one set in one scan: rows `(indicator, period_from, period_to, estimate, numerator, denominator)`.
 * Subjects are joined with the few periods asked for, so day, month and year to date come from the same pass.
 */
const countSubjects = (
  set: SubjectSet,
  indicators: readonly Indicator[],
  periods: Periods,
  watermark: Watermark | null,
): Query => {
  const state = stateOf(set, COLUMNS[set], watermark)
  return {
    sql: `SELECT tupleElement(half, 1) AS indicator, period_from, period_to, false AS estimate,
  tupleElement(half, 2) AS numerator, tupleElement(half, 3) AS denominator
FROM (
  SELECT period_from, period_to, [
${indicators.map((i) => `    (${quote(i.id)}, ${EXACT(i.numerator)}, ${EXACT(i.denominator)})`).join(',\n')}
  ] AS halves
  FROM (
    SELECT period_from, period_to,
      toDateTime64(period_from, 3, 'Asia/Ho_Chi_Minh') AS from_at, toDateTime64(period_to + 1, 3, 'Asia/Ho_Chi_Minh') AS to_at
    FROM (${periods.sql})
  ) AS period LEFT JOIN (${state.sql}) AS subject ON true
  GROUP BY period_from, period_to
) ARRAY JOIN halves AS half`,
    params: { ...periods.params, ...state.params },
  }
}

/** Halves that other bodies reported for the province, by period: the newest word. Never a sum: two documents that report one figure are one figure, and a unit's own is part of the province's. */
const countReports = (indicators: readonly Indicator[], watermark: Watermark | null): Query => {
  const state = stateOf('reports', COLUMNS.reports, watermark)
  return {
    sql: `SELECT indicator, period_from, period_to, estimate,
  CAST(tupleElement(newest, 1) AS Nullable(Decimal(38, 6))) AS numerator, CAST(tupleElement(newest, 2) AS Nullable(Decimal(38, 6))) AS denominator
FROM (
  SELECT indicator, period_from, period_to, estimate,
    argMax(tuple(numerator, denominator), tuple(recorded_at, sequence, content_hash)) AS newest
  FROM (${state.sql}) WHERE figure_kind = 'reported' AND unit_code = '68' AND indicator IN (${indicators.map((i) => quote(i.id)).join(', ')})
  GROUP BY indicator, period_from, period_to, estimate
)`,
    params: state.params,
  }
}

/** One query that counts all these indicators for these periods, as of a watermark or now. */
export const countIndicators = (
  indicators: readonly Indicator[],
  periods: Periods,
  watermark: Watermark | null,
): Query => {
  const parts: Query[] = []
  for (const set of ['dossiers', 'feedback', 'forms'] as const) {
    const mine = indicators.filter((i) => i.of === set)
    if (mine.length > 0) parts.push(countSubjects(set, mine, periods, watermark))
  }
  const reports = indicators.filter((i) => i.of === 'reports')
  if (reports.length > 0) parts.push(countReports(reports, watermark))
  return {
    sql: parts.map((part) => part.sql).join('\nUNION ALL\n'),
    params: Object.assign({}, ...parts.map((part) => part.params)) as Record<string, unknown>,
  }
}
