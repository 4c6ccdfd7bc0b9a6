import type { Catalogues } from '@ioc/catalogues'
import { boundsOfDays, placeOf } from '../bounds.ts'
import { type ScopeMap, stretchOf } from '../scopes.ts'
import type { SetOfSubjects } from '../sets/index.ts'
import { dayBegins, dayEnds, type Query } from '../sql.ts'
import { stateOf, type Watermark } from '../state.ts'
import { usedOf } from '../used.ts'
import { isDated } from './dated.ts'
import { AT_REST, PERIODS } from './plan.ts'
import { inStretch, type Stretches, stretchByDay } from './stretches.ts'

type Rows = { query: Query; definitions: string[] }
/** What all queries of some dates share. */
export type Asked = {
  catalogues: Catalogues
  stretches: Stretches
  watermark: Watermark
  map: ScopeMap
  splits: readonly string[]
}

/** The scopes a unit's subjects of one stretch of the tree count in; the province counts those of an unknown unit too, were there any. */
export const scopesOfRow = (
  { map }: Asked,
  { unit_code, stretch }: { unit_code: string; stretch: number },
): readonly string[] => map.of.get(`${unit_code}/${stretch}`) ?? (map.scopes.has('68') ? ['68'] : [])

const layered = (rows: string, layers: readonly (readonly string[])[]): string =>
  layers.reduce(
    (inner, columns) =>
      columns.length === 0 ? inner : `SELECT *,\n  ${columns.join(',\n  ')}\nFROM (\n${inner}\n)`,
    rows,
  )

const written = (facts: SetOfSubjects['facts']) => facts.map(([name, sql]) => `${sql} AS ${name}`)

/** The set with what it takes to tell who moves while the dates go by. */
const withMoves = (set: SetOfSubjects, { dates }: Stretches): SetOfSubjects =>
  set.moves
    ? {
        ...set,
        facts: [
          ...set.facts,
          ['moves_from', set.moves.from],
          [AT_REST, `ifNull((${set.moves.until}) < ${dayEnds(dates[0]!)}, false)`],
        ],
      }
    : set

/**
 * What counts on none of the dates, most of what was ever received, is left out before anything is worked out for it: what is of none of the
 * periods between the first beginning and the last end is of none that ends in between.
 */
const notElsewhere = ({ elsewhere }: SetOfSubjects, { begins, end }: Stretches): string[] =>
  elsewhere === undefined
    ? []
    : [
        `NOT (${elsewhere.replace(/\bfrom_at\b/g, dayBegins(begins[0]!)).replace(/\bto_at\b/g, dayBegins(end))})`,
      ]

/** Every subject once, its times by the stretch they lie in. A period that is named is looked at when all dates are over. */
export const rowsByStretch = (
  of: SetOfSubjects,
  { catalogues, stretches, watermark, splits }: Asked,
  texts: readonly string[],
  keys: readonly string[],
  // To ask of each subject whether it counts anywhere takes longer than a few simple facts do.
  isCostly = false,
): Rows => {
  const set = withMoves(of, stretches)
  const where = isCostly ? notElsewhere(of, stretches) : []
  const used = usedOf(set, [...texts, ...keys, ...where])
  const { sql, params } = stateOf(set, [...new Set([...keys, ...used.columns])], watermark, splits, where)
  const last = [
    ...used.places.map(inStretch(stretches)),
    `${stretchOf(catalogues, set.belongsAt)} AS stretch`,
  ]
  return {
    query: { params, sql: layered(sql, [...used.layers.map(written), last]) },
    definitions: [
      `${dayBegins(stretches.begins[0]!)} AS from_at`,
      `${dayBegins(stretches.end)} AS to_at`,
      `${stretchByDay(stretches)} AS stretch_by_day`,
      ...used.definitions,
    ],
  }
}

/**
 * Subjects that move, once for each date they may count on, with the bounds of its periods. What does not depend on the date is worked out
 * before: once a subject, and over the other subjects, where a fact looks at them.
 */
export const rowsByDate = (
  of: SetOfSubjects,
  { catalogues, stretches, watermark, splits }: Asked,
  texts: readonly string[],
  keys: readonly string[],
): Rows => {
  const set = withMoves(of, stretches)
  const moves = of.moves ? ['moves_from', AT_REST] : []
  const where = notElsewhere(of, stretches)
  const used = usedOf(set, [...texts, ...keys, ...moves, ...where])
  const { sql, params } = stateOf(set, [...new Set([...keys, ...used.columns])], watermark, splits, where)
  const isOfDate = ([name]: SetOfSubjects['facts'][number]) => isDated(set, name)
  const before = used.layers.map((facts) => facts.filter((fact) => !isOfDate(fact)))
  const after = used.layers.map((facts) => facts.filter(isOfDate))
  const subjects = layered(sql, [
    ...before.map(written),
    [`${stretchOf(catalogues, set.belongsAt)} AS stretch`],
  ])
  const days = of.moves
    ? `arrayFilter(day -> toDateTime64(day + 1, 3, 'Asia/Ho_Chi_Minh') > moves_from, asked_days)`
    : 'asked_days'
  const moving = of.moves ? `SELECT * FROM (\n${subjects}\n) WHERE NOT ${AT_REST}` : subjects
  const byDate = `SELECT *, on_day, ${boundsOfDays('on_day').join(', ')} FROM (
${moving}
) ARRAY JOIN ${days} AS on_day`
  const periods = { from: Array.from({ length: PERIODS }, (_, k) => String(k)) }
  const places = used.places.map((time) => placeOf(time, periods))
  return {
    query: { params, sql: layered(byDate, [...after.map(written), places]) },
    definitions: [
      `(SELECT [${stretches.dates.map((date) => `toDate('${date}')`).join(', ')}]) AS asked_days`,
      ...used.definitions,
    ],
  }
}
