import type { Catalogues } from '@ioc/catalogues'
import type { ClickHouse } from '@ioc/clickhouse'
import { twoSteps } from './aggregate.ts'
import { boundsIn, type Chain, placeOf, withBounds } from './bounds.ts'
import { type CountedIndicator, type CountedSet, isCounted, type Indicator } from './define.ts'
import type { SetOfSubjects } from './sets/index.ts'
import { type ScopeMap, stretchOf } from './scopes.ts'
import { type Query, quoted } from './sql.ts'
import { stateOf, type Watermark } from './state.ts'

/** The two numbers an indicator consists of, as exact decimal text; the second is null where it has none. */
export type Halves = { numerator: string; denominator: string | null }

/** How subjects are put together: by the unit that handled them, or by a column of theirs. */
export type Grouping = { by: 'unit'; map: ScopeMap } | { by: 'procedure' } | { by: 'field' }

/** What is counted: these indicators, for these periods, in these scopes, as of a watermark or now. */
export type Counting = {
  indicators: readonly Indicator[]
  chain: Chain
  grouping: Grouping
  watermark: Watermark | null
}

/** Halves by scope key and indicator, one for each period of the chain; a scope without subjects is not there. */
export type Cells = ReadonlyMap<string, ReadonlyMap<string, readonly Halves[]>>

/** The state of a set with its facts, the places of its instants in the chain, and the stretch of the unit tree. */
export const factsOf = (
  set: SetOfSubjects,
  catalogues: Catalogues,
  chain: Chain,
  watermark: Watermark | null,
  keys: readonly string[] = [],
): Query => {
  const state = stateOf(set, [...new Set([...keys, ...set.columns, 'recorded_at'])], watermark)
  const columns = [
    ...set.facts.map(([name, sql]) => `${sql} AS ${name}`),
    ...set.times.map((time) => placeOf(time, chain)),
    `${stretchOf(catalogues, set.belongsAt)} AS stretch`,
  ]
  return { sql: `SELECT *,\n  ${columns.join(',\n  ')}\nFROM (\n  ${state.sql}\n)`, params: state.params }
}

/** SQL of the columns subjects of a unit are put together by, and of the scopes each group belongs to. */
const groupsOf = (grouping: Grouping): { keys: string; scopes: string } => {
  switch (grouping.by) {
    case 'unit': {
      const units = [...grouping.map.of]
      const names = units.map(([unit]) => quoted(unit)).join(', ')
      const scopes = units.map(([, keys]) => `[${keys.map(quoted).join(', ')}]`).join(', ')
      // No reader keeps a subject of an unknown unit; were there one, the province would still count it.
      const unknown = grouping.map.scopes.has('68') ? "['68']" : '[]'
      return {
        keys: 'unit_code, stretch',
        scopes: `arrayElement([${unknown}, ${scopes}], indexOf([${names}], concat(unit_code, '/', toString(stretch))) + 1)`,
      }
    }
    // A procedure's code comes in three forms, of which the first eight characters are the national one.
    case 'procedure':
      return { keys: 'left(procedure_code, 8) AS procedure', scopes: "[concat('procedure:', procedure)]" }
    case 'field':
      return { keys: 'field_code', scopes: "[concat('field:', field_code)]" }
  }
}

/** Aggregates of a query, each text once whoever asks for it. */
const openColumns = () => {
  const known = new Map<string, { name: string; over: string; place: number }>()
  return {
    place(of: string, over: (inner: string) => string): number {
      const name = `a${known.size}`
      const column = known.get(of) ?? { name, over: over(name), place: known.size }
      known.set(of, column)
      return column.place
    },
    inner: () => [...known].map(([of, { name }]) => `${of} AS ${name}`).join(',\n    '),
    outer: () => [...known.values()].map(({ over }) => `toString(${over})`).join(', '),
  }
}

type Places = { indicator: string; periods: { numerator: number; denominator: number | null }[] }

/** One query that counts many indicators of a set, for all periods of a chain and all scopes, in one pass over the subjects. */
export const countingQuery = (
  set: SetOfSubjects,
  indicators: readonly CountedIndicator[],
  catalogues: Catalogues,
  { chain, grouping, watermark }: Omit<Counting, 'indicators'>,
): { query: Query; places: Places[] } => {
  const columns = openColumns()
  const bounds = chain.from.map((_, k) => boundsIn(k, set.times))
  const places = indicators.map(({ id, numerator, denominator }) => ({
    indicator: id,
    periods: bounds.map((bound) => {
      const top = twoSteps(numerator, bound)
      const bottom = denominator && twoSteps(denominator, bound)
      return {
        numerator: columns.place(top.of, top.over),
        denominator: bottom && columns.place(bottom.of, bottom.over),
      }
    }),
  }))
  const facts = factsOf(set, catalogues, chain, watermark)
  const groups = groupsOf(grouping)
  return {
    places,
    query: {
      params: facts.params,
      sql: `WITH ${[...withBounds(chain), ...(set.definitions === '' ? [] : [set.definitions])].join(',\n  ')}
SELECT scope, [${columns.outer()}] AS counts
FROM (
  SELECT ${groups.keys},
    ${columns.inner()}
  FROM (${facts.sql})
  GROUP BY ${groups.keys.replace(/.* AS /, '')}
)
ARRAY JOIN ${groups.scopes} AS scope
GROUP BY scope`,
    },
  }
}

const countSet = async (
  clickhouse: ClickHouse,
  set: SetOfSubjects,
  mine: readonly CountedIndicator[],
  catalogues: Catalogues,
  counting: Counting,
  cells: Map<string, Map<string, Halves[]>>,
): Promise<void> => {
  const { query, places } = countingQuery(set, mine, catalogues, counting)
  const rows = await clickhouse.query<{ scope: string; counts: string[] }>(query.sql, query.params)
  for (const { scope, counts } of rows) {
    const known = cells.get(scope) ?? new Map<string, Halves[]>()
    cells.set(scope, known)
    for (const { indicator, periods } of places)
      known.set(
        indicator,
        periods.map(({ numerator, denominator }) => ({
          numerator: counts[numerator]!,
          denominator: denominator === null ? null : counts[denominator]!,
        })),
      )
  }
}

/** Counts indicators, one pass over each set they are of. Reported ones are not counted here and left out. */
export const countCells = async (
  clickhouse: ClickHouse,
  sets: Record<CountedSet, SetOfSubjects>,
  catalogues: Catalogues,
  counting: Counting,
): Promise<Cells> => {
  const cells = new Map<string, Map<string, Halves[]>>()
  const bySet = Map.groupBy(counting.indicators.filter(isCounted), (indicator) => indicator.of)
  for (const [of, mine] of bySet) await countSet(clickhouse, sets[of], mine, catalogues, counting, cells)
  return cells
}
