import type { Catalogues } from '@ioc/catalogues'
import { oneStep } from './aggregate.ts'
import { type Chain, plainBounds } from './bounds.ts'
import { factsOf } from './cells.ts'
import type { CountedIndicator, ReportedIndicator } from './define.ts'
import { isCounted } from './define.ts'
import { layOut } from './lay-out.ts'
import { reportsQuery } from './reports.ts'
import { type Among, inScope, type ScopeMap } from './scopes.ts'
import { openSets, type SetOfSubjects } from './sets/index.ts'
import { pasteable, type Query, quoted } from './sql.ts'
import { REPORTS, type Tables, type Watermark } from './state.ts'
import { withWords } from './words.ts'

/** Which value is taken apart: an indicator of a scope in one period, as of a cut or now. */
export type Traced = {
  indicator: CountedIndicator | ReportedIndicator
  map: ScopeMap
  /** A key of the scope map. */
  scope: string
  /** Of the scope's dossiers only those of one procedure or field. */
  among?: Among | undefined
  /** One period. */
  chain: Chain
  watermark: Watermark | null
  /** Of a reported figure: what its document calls an estimate. */
  estimate?: boolean
  /** The database the text names, so that it can be pasted where another one is the default; else none is named. */
  database?: string
}

/**
 * The SQL of a value, with its parameters and as one text that gives the same halves wherever it is pasted. Of a quantile the
 * numerator is null and the quantile itself a third column, `value`.
 */
export const traceQuery = (catalogues: Catalogues, traced: Traced): Query & { text: string } => {
  const { indicator } = traced
  const { sql, params } = isCounted(indicator)
    ? countedQuery(setOf(catalogues, indicator, traced.database), indicator, catalogues, traced)
    : reportedQuery(indicator, traced)
  const query = { sql: `${headOf(traced)}\n${withWords(layOut(sql))}`, params }
  return { ...query, text: pasteable(query) }
}

/** Says whose number it is, as comments. */
const headOf = ({ indicator, scope, among, chain, watermark }: Traced): string => {
  const where = among ? `${scope}, ${among.by} ${among.code}` : scope
  const when = `${chain.from[0]} to ${chain.to}`
  return [
    `-- ${indicator.title.vi} / ${indicator.title.en}`,
    `-- ${indicator.id}, version ${indicator.version}: ${where}, ${when}, ${watermark ? 'as of a cut' : 'as known now'}`,
  ].join('\n')
}

const inDatabase = <Of extends Tables>(tables: Of, database: string | undefined): Of =>
  database === undefined
    ? tables
    : { ...tables, current: `${database}.${tables.current}`, versions: `${database}.${tables.versions}` }

/** The set an indicator counts, in the database that is named. */
export const setOf = (
  catalogues: Catalogues,
  indicator: CountedIndicator,
  database: string | undefined,
): SetOfSubjects => inDatabase(openSets(catalogues)[indicator.of], database)

/** The counted halves as one query that a person can read: newest versions, facts, the scope, and the two aggregates. */
const countedQuery = (
  set: SetOfSubjects,
  indicator: CountedIndicator,
  catalogues: Catalogues,
  { map, scope, among, chain, watermark }: Traced,
): Query => {
  const halves = halvesOf(indicator)
  const where = inScope(map, scope, among)
  const { query, definitions } = factsOf(set, catalogues, chain, watermark, [...halves, where])
  return {
    sql: `WITH
  ${definitions.join(',\n  ')}
SELECT
  ${halves.join(',\n  ')}
FROM (
${query.sql}
)
WHERE ${where}`,
    params: query.params,
  }
}

const halvesOf = ({ kind, numerator, denominator }: CountedIndicator): string[] => {
  const of = denominator ? oneStep(denominator, plainBounds) : 'NULL'
  const first = oneStep(numerator, plainBounds)
  // Of no cases there is no quantile; ClickHouse would answer 0.
  return kind === 'quantile'
    ? ['NULL AS numerator', `${of} AS denominator`, `if(denominator = 0, NULL, ${first}) AS value`]
    : [`${first} AS numerator`, `${of} AS denominator`]
}

/** The reported halves: the newest word on this indicator, unit and period. */
const reportedQuery = (indicator: ReportedIndicator, traced: Traced): Query => {
  const { map, scope, chain, watermark, estimate, database } = traced
  const reports = reportsQuery(watermark, inDatabase(REPORTS, database))
  return {
    sql: `SELECT toFloat64OrNull(numerator) AS numerator, toFloat64OrNull(denominator) AS denominator, document_code
FROM (
${reports.sql}
)
WHERE indicator = ${quoted(indicator.id)} AND unit_code = ${quoted(map.scopes.get(scope)!.unit.code)}
  AND period_from = ${quoted(chain.from[0]!)} AND period_to = ${quoted(chain.to)} AND estimate = ${estimate === true}`,
    params: reports.params,
  }
}
