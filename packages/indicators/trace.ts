import type { Catalogues } from '@ioc/catalogues'
import type { ClickHouse } from '@ioc/clickhouse'
import { oneStep } from './aggregate.ts'
import { type Chain, plainBounds } from './bounds.ts'
import { factsOf } from './cells.ts'
import type { CountedIndicator, Indicator } from './define.ts'
import { isCounted } from './define.ts'
import { reportsQuery } from './reports.ts'
import { inScope, type ScopeMap } from './scopes.ts'
import { openSets, type SetOfSubjects } from './sets/index.ts'
import { pasteable, type Query, quoted } from './sql.ts'
import { REPORTS, stateOf, type Watermark } from './state.ts'

/** Which value is taken apart: an indicator of a scope in one period, as of a cut or now. */
export type Traced = {
  indicator: Indicator
  map: ScopeMap
  /** A key of the scope map. */
  scope: string
  /** One period. */
  chain: Chain
  watermark: Watermark | null
}

export type Half = 'numerator' | 'denominator'

/** An event behind a half: where it stands in the log, whose it is, and what of it may be shown. */
export type TracedEvent = {
  topic: string
  partition: number
  offset: number
  event_source: string
  event_id: string
  subject: string
  [shown: string]: unknown
}

const KEYS = ['topic', '`partition`', '`offset`', 'event_source', 'event_id', 'subject', 'recorded_at']

/** The counted halves as one query that a person can read: newest versions, facts, the scope, and the two aggregates. */
const countedQuery = (
  set: SetOfSubjects,
  indicator: CountedIndicator,
  catalogues: Catalogues,
  { map, scope, chain, watermark }: Omit<Traced, 'indicator'>,
): Query => {
  const numerator = oneStep(indicator.numerator, plainBounds)
  const denominator = indicator.denominator && oneStep(indicator.denominator, plainBounds)
  const where = inScope(map, scope)
  const { query, definitions } = factsOf(set, catalogues, chain, watermark, [
    numerator,
    denominator ?? '',
    where,
  ])
  return {
    sql: `WITH ${definitions.join(',\n  ')}
SELECT ${numerator} AS numerator,
  ${denominator ?? 'NULL'} AS denominator
FROM (
${query.sql}
)
WHERE ${where}`,
    params: query.params,
  }
}

/** The reported halves: the newest word on this indicator, unit and period. */
const reportedQuery = ({ indicator, map, scope, chain, watermark }: Traced): Query => {
  const reports = reportsQuery(watermark)
  return {
    sql: `SELECT toFloat64OrNull(numerator) AS numerator, toFloat64OrNull(denominator) AS denominator, document_code
FROM (
${reports.sql}
)
WHERE indicator = ${quoted(indicator.id)} AND unit_code = ${quoted(map.scopes.get(scope)!.unit.code)}
  AND period_from = ${quoted(chain.from[0]!)} AND period_to = ${quoted(chain.to)}`,
    params: reports.params,
  }
}

/**
 * The SQL of a value, with its parameters and as one text that gives the same halves wherever it is pasted. A counted quantile of no
 * cases reads 0 there, which ClickHouse answers for none.
 */
export const traceQuery = (catalogues: Catalogues, traced: Traced): Query & { text: string } => {
  const { indicator, ...rest } = traced
  const query = isCounted(indicator)
    ? countedQuery(openSets(catalogues)[indicator.of], indicator, catalogues, rest)
    : reportedQuery(traced)
  return { ...query, text: pasteable(query) }
}

/** Events that make up a half, in the order of their subjects; `after` is the last subject of the page before. */
export const tracedEvents = async (
  clickhouse: ClickHouse,
  catalogues: Catalogues,
  traced: Traced,
  half: Half,
  page: { after: string | null; limit: number },
): Promise<TracedEvent[]> => {
  const query = isCounted(traced.indicator)
    ? countedEvents(catalogues, traced.indicator, traced, half)
    : reportedEvents(traced)
  if (query === null) return []
  const after = page.after === null ? '' : ' AND subject > {after:String}'
  return clickhouse.query<TracedEvent>(`${query.sql}${after}\nORDER BY subject LIMIT {limit:UInt32}`, {
    ...query.params,
    ...(page.after === null ? {} : { after: page.after }),
    limit: page.limit,
  })
}

const countedEvents = (
  catalogues: Catalogues,
  indicator: CountedIndicator,
  { map, scope, chain, watermark }: Traced,
  half: Half,
): Query | null => {
  const aggregate = indicator[half]
  if (aggregate === null) return null
  const set = openSets(catalogues)[indicator.of]
  const where = aggregate.where(plainBounds)
  const inside = inScope(map, scope)
  const keys = [...new Set([...KEYS, ...set.shown])]
  const { query, definitions } = factsOf(set, catalogues, chain, watermark, [where, inside], keys)
  return {
    sql: `WITH ${definitions.join(',\n  ')}
SELECT ${keys.join(', ')}
FROM (
${query.sql}
)
WHERE (${inside}) AND (${where})`,
    params: query.params,
  }
}

const REPORT_COLUMNS = [
  'figure_code',
  'unit_code',
  'indicator',
  'period_from',
  'period_to',
  'estimate',
  'numerator',
  'denominator',
  'document_code',
  'figure_kind',
]

const reportedEvents = ({ indicator, map, scope, chain, watermark }: Traced): Query => {
  const state = stateOf(REPORTS, [...KEYS, ...REPORT_COLUMNS], watermark)
  return {
    sql: `SELECT * FROM (${state.sql})
WHERE figure_kind = 'reported' AND indicator = ${quoted(indicator.id)} AND unit_code = ${quoted(map.scopes.get(scope)!.unit.code)}
  AND period_from = toDate(${quoted(chain.from[0]!)}) AND period_to = toDate(${quoted(chain.to)})`,
    params: state.params,
  }
}
