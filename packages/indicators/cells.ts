import type { Catalogues } from '@ioc/catalogues'
import type { ClickHouse } from '@ioc/clickhouse'
import { byPeriod, byPlace } from './aggregate.ts'
import { boundsIn, type Chain, placeOf, withBounds } from './bounds.ts'
import { openColumns, type Place } from './columns.ts'
import {
  type Aggregate,
  type CountedIndicator,
  type CountedSet,
  type Indicator,
  isCounted,
} from './define.ts'
import { isNear, NEAR_SETTINGS, stateNear } from './near-cut.ts'
import { AMONG, type Among, inScope, type ScopeMap, stretchOf } from './scopes.ts'
import type { SetOfSubjects } from './sets/index.ts'
import { SETTINGS } from './settings.ts'
import { type Query, quoted } from './sql.ts'
import { splitsOf, stateOf, type Watermark } from './state.ts'
import { usedOf } from './used.ts'

/** The two numbers an indicator consists of, as exact decimal text; the second is null where it has none. */
export type Halves = { numerator: string; denominator: string | null }

/** How subjects are put together: by the unit that handled them, or by the procedure or its field, those inside one scope or all. */
export type Grouping =
  | { by: 'unit'; map: ScopeMap }
  | { by: Among['by']; inside?: { map: ScopeMap; scope: string } }

/** What is counted: these indicators, for these periods, in these scopes, as of a watermark or now. */
export type Counting = {
  indicators: readonly Indicator[]
  chain: Chain
  grouping: Grouping
  watermark: Watermark | null
  /** How much of the current state may lie beyond the cut for it to be counted from there (`near-cut.ts`); not given: only versions are read. */
  nearShareMax?: number
}

/** Halves by scope key (or `procedure:<code>`, `field:<code>`) and indicator, one for each period of the chain; what has no subjects is not there. */
export type Cells = ReadonlyMap<string, ReadonlyMap<string, readonly Halves[]>>

/** How the state as of a cut is read: as the newest of all versions, in parts, or from the current one. */
export type Reading = { splits: readonly string[] } | { near: true }

/**
 * The state of a set with the facts, the places of its instants in the chain and the stretch of the unit tree that some of the
 * texts name; and what must stand behind WITH for them.
 */
export const factsOf = (
  set: SetOfSubjects,
  catalogues: Catalogues,
  chain: Chain,
  watermark: Watermark | null,
  texts: readonly string[],
  keys: readonly string[] = [],
  reading: Reading = { splits: [] },
  where: readonly string[] = [],
): { query: Query; definitions: string[] } => {
  const named = [...texts, ...keys, ...where]
  const { query, definitions } = factsOver(set, catalogues, chain, named, (columns) => {
    const read = [...new Set([...keys, ...columns])]
    return watermark !== null && 'near' in reading
      ? stateNear(set, read, watermark, where)
      : stateOf(set, read, watermark, 'near' in reading ? [] : reading.splits, where)
  })
  return { query, definitions: [...withBounds(chain), ...definitions] }
}

/** The same over any state that has the columns it is asked for, and the names of the chain's bounds. */
export const factsOver = (
  set: SetOfSubjects,
  catalogues: Catalogues,
  chain: Pick<Chain, 'from'>,
  texts: readonly string[],
  state: (columns: readonly string[]) => Query,
): { query: Query; definitions: string[] } => {
  const used = usedOf(set, texts)
  const { sql: rows, params } = state(used.columns)
  const last = [
    ...used.places.map((time) => placeOf(time, chain)),
    `${stretchOf(catalogues, set.belongsAt)} AS stretch`,
  ]
  const layers = [...used.layers.map((facts) => facts.map(([name, sql]) => `${sql} AS ${name}`)), last]
  const sql = layers.reduce(
    (inner, columns) => `SELECT *,\n  ${columns.join(',\n  ')}\nFROM (\n${inner}\n)`,
    rows,
  )
  return { query: { sql, params }, definitions: used.definitions }
}

/** SQL of the columns subjects are put together by, of the scopes each group belongs to, and of which subjects are asked about. */
export const groupsOf = (grouping: Grouping): { keys: string; scopes: string; where: string } => {
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
        where: 'true',
      }
    }
    case 'procedure':
    case 'field': {
      const column = AMONG[grouping.by]
      const { inside } = grouping
      return {
        keys: column,
        scopes: `[concat('${grouping.by}:', ${column})]`,
        where: inside ? inScope(inside.map, inside.scope) : 'true',
      }
    }
  }
}

type Places = { indicator: string; periods: { numerator: Place; denominator: Place | null }[] }

/** One query that counts many indicators of a set, for all periods of a chain and all scopes, in one pass over the subjects. */
export const countingQuery = (
  set: SetOfSubjects,
  indicators: readonly CountedIndicator[],
  catalogues: Catalogues,
  { chain, grouping, watermark }: Omit<Counting, 'indicators'>,
  reading: Reading = { splits: [] },
): { query: Query; places: Places[] } => {
  const bounds = chain.from.map((_, k) => boundsIn(k, set.times))
  const columns = openColumns(bounds.length)
  const placeFor = (aggregate: Aggregate, k: number): Place => {
    const together = byPlace(aggregate, set.times, bounds.length)
    return together ? columns.placeUpTo(together, k) : columns.place(byPeriod(aggregate, bounds[k]!))
  }
  const places = indicators.map(({ id, numerator, denominator }) => ({
    indicator: id,
    periods: bounds.map((_, k) => ({
      numerator: placeFor(numerator, k),
      denominator: denominator && placeFor(denominator, k),
    })),
  }))
  const groups = groupsOf(grouping)
  const texts = [columns.inner(), groups.keys, groups.scopes, groups.where]
  // What lies elsewhere, most of what was ever received, is left out before anything is worked out for it.
  const where = set.elsewhere ? [`NOT (${set.elsewhere})`] : []
  const { query: facts, definitions } = factsOf(set, catalogues, chain, watermark, texts, [], reading, where)
  return {
    places,
    query: {
      params: facts.params,
      sql: `WITH ${definitions.join(',\n  ')}
SELECT scope, [${columns.outer()}] AS counts
FROM (
  SELECT ${groups.keys},
    ${columns.inner()}
  FROM (${facts.sql})
  WHERE ${groups.where}
  GROUP BY ${groups.keys}
)
ARRAY JOIN ${groups.scopes} AS scope
GROUP BY scope
SETTINGS ${'near' in reading ? `${SETTINGS}, ${NEAR_SETTINGS}` : SETTINGS}`,
    },
  }
}

const readingOf = async (
  clickhouse: ClickHouse,
  set: SetOfSubjects,
  { watermark, nearShareMax = 0 }: Counting,
): Promise<Reading> => {
  if (watermark === null) return { splits: [] }
  if (await isNear(clickhouse, set, watermark, nearShareMax)) return { near: true }
  return { splits: await splitsOf(clickhouse, set) }
}

const countSet = async (
  clickhouse: ClickHouse,
  set: SetOfSubjects,
  mine: readonly CountedIndicator[],
  catalogues: Catalogues,
  counting: Counting,
  cells: Map<string, Map<string, Halves[]>>,
): Promise<void> => {
  const reading = await readingOf(clickhouse, set, counting)
  const { query, places } = countingQuery(set, mine, catalogues, counting, reading)
  const rows = await clickhouse.query<{ scope: string; counts: string[][] }>(query.sql, query.params)
  for (const { scope, counts } of rows) {
    const known = cells.get(scope) ?? new Map<string, Halves[]>()
    cells.set(scope, known)
    for (const { indicator, periods } of places)
      known.set(
        indicator,
        periods.map(({ numerator, denominator }) => ({
          numerator: counts[numerator.column]![numerator.at]!,
          denominator: denominator && counts[denominator.column]![denominator.at]!,
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
  await Promise.all(
    [...bySet].map(([of, mine]) => countSet(clickhouse, sets[of], mine, catalogues, counting, cells)),
  )
  return cells
}
