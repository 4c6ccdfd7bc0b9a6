import type { Catalogues } from '@ioc/catalogues'
import type { ClickHouse } from '@ioc/clickhouse'
import { plainBounds } from './bounds.ts'
import { factsOf } from './cells.ts'
import { type Aggregate, type CountedIndicator, isCounted, type ReportedIndicator } from './define.ts'
import { inScope } from './scopes.ts'
import { type Query, quoted } from './sql.ts'
import { REPORTS, stateOf } from './state.ts'
import { setOf, type Traced } from './trace.ts'

export type Half = 'numerator' | 'denominator'

/**
 * An event behind a half: where it stands in the log, whose it is, and what of it may be shown. `counted` is what it brings to a
 * sum, which value of several different ones it has, or the number a quantile is taken of; not there where subjects are counted.
 */
export type TracedEvent = {
  topic: string
  partition: number
  offset: number
  event_source: string
  event_id: string
  subject: string
  recorded_at: string
  counted?: string | number
  [shown: string]: unknown
}

/** What the events of a half are to its number: counted one by one, summed, told apart, taken a quantile of; or the words of others. */
export const whatCounts = (indicator: CountedIndicator | ReportedIndicator, half: Half) =>
  isCounted(indicator) ? (indicator[half]?.counts ?? null) : ('reports' as const)

const KEYS = ['topic', '`partition`', '`offset`', 'event_source', 'event_id', 'subject', 'recorded_at']

/** Events that make up a half, in the order of their subjects; `after` is the last subject of the page before. */
export const tracedEvents = async (
  clickhouse: ClickHouse,
  catalogues: Catalogues,
  traced: Traced,
  half: Half,
  page: { after: string | null; limit: number },
): Promise<TracedEvent[]> => {
  const { indicator } = traced
  const query = isCounted(indicator)
    ? countedEvents(catalogues, indicator, traced, half)
    : reportedEvents(indicator, traced)
  if (query === null) return []
  const after = page.after === null ? '' : ' AND subject > {after:String}'
  return clickhouse.query<TracedEvent>(`${query.sql}${after}\nORDER BY subject LIMIT {limit:UInt32}`, {
    ...query.params,
    ...(page.after === null ? {} : { after: page.after }),
    limit: page.limit,
  })
}

/** SQL of what a subject brings to an aggregate; null where it is counted as one. */
const broughtTo = (aggregate: Aggregate): string | null => {
  switch (aggregate.counts) {
    case 'subjects':
      return null
    case 'sum':
      return aggregate.of(plainBounds)
    case 'different':
    case 'quantile':
      return aggregate.of
  }
}

const countedEvents = (
  catalogues: Catalogues,
  indicator: CountedIndicator,
  { map, scope, among, chain, watermark, database }: Traced,
  half: Half,
): Query | null => {
  const aggregate = indicator[half]
  if (aggregate === null) return null
  const set = setOf(catalogues, indicator, database)
  const where = aggregate.where(plainBounds)
  const inside = inScope(map, scope, among)
  const brought = broughtTo(aggregate)
  const keys = [...new Set([...KEYS, ...set.shown])]
  const texts = [where, inside, brought ?? '']
  const { query, definitions } = factsOf(set, catalogues, chain, watermark, texts, keys)
  return {
    sql: `WITH ${definitions.join(',\n  ')}
SELECT ${[...keys, ...(brought === null ? [] : [`${brought} AS counted`])].join(', ')}
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
]

/** Everything other bodies have said of a figure and its period; the newest of it is its value. */
const reportedEvents = (
  indicator: ReportedIndicator,
  { map, scope, chain, watermark, estimate }: Traced,
): Query => {
  const state = stateOf(REPORTS, [...KEYS, ...REPORT_COLUMNS, 'figure_kind'], watermark)
  return {
    sql: `SELECT ${[...KEYS, ...REPORT_COLUMNS].join(', ')} FROM (${state.sql})
WHERE figure_kind = 'reported' AND indicator = ${quoted(indicator.id)} AND unit_code = ${quoted(map.scopes.get(scope)!.unit.code)}
  AND period_from = toDate(${quoted(chain.from[0]!)}) AND period_to = toDate(${quoted(chain.to)}) AND estimate = ${estimate === true}`,
    params: state.params,
  }
}
