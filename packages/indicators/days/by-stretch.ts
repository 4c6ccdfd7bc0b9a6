import type { ClickHouse } from '@ioc/clickhouse'
import type { SetOfSubjects } from '../sets/index.ts'
import { SETTINGS } from '../settings.ts'
import { MASK_BITS, maskOf } from './masks.ts'
import type { ByStretch } from './plan.ts'
import { type Asked, rowsByStretch, scopesOfRow } from './rows.ts'
import { IN_NONE, type Span, stretchAt } from './stretches.ts'

export type Numbers = Extract<ByStretch, { as: 'counts' | 'always' | 'instants' }>

/** What is counted by the stretch of a time, or of each instant of a column. `all`: also what lies in none counts. */
type Condition = { at: string; each: boolean; where: string; all: boolean }

/** The conditions a part is worked out from: what lies in a span, and what does not. */
const conditionsOf = (part: Numbers, anyTime: string): Condition[] => {
  switch (part.as) {
    case 'counts':
      return [
        { at: part.time, each: false, where: part.where, all: false },
        ...(part.outside === undefined
          ? []
          : [{ at: part.time, each: false, where: part.outside, all: true }]),
      ]
    case 'always':
      return [{ at: anyTime, each: false, where: part.where, all: true }]
    case 'instants':
      return [{ at: part.of, each: true, where: part.where, all: false }]
  }
}
const nameOf = ({ at, where, all }: Condition) => `${at} ${all} ${where}`

/**
 * Counts subjects once for the stretch their times lie in; gives the number a part comes to in a scope and a span of stretches.
 *
 * Which of the conditions a subject fulfils is one number, with a bit for each. Every time of a subject that any of them is counted by is a row of a
 * stretch and that number; rows that are equal are put together, and bits are counted in what remains.
 */
export const countByStretch = async (
  clickhouse: ClickHouse,
  set: SetOfSubjects,
  asked: Asked,
  parts: readonly Numbers[],
): Promise<(part: Numbers, scope: string, span: Span) => number> => {
  const ofPart = new Map(parts.map((part) => [part, conditionsOf(part, set.times[0]!)]))
  const conditions = [...new Map([...ofPart.values()].flat().map((each) => [nameOf(each), each])).values()]
  const names = conditions.map(nameOf)
  const placesOf = new Map(
    [...ofPart].map(([part, mine]) => [part, mine.map((c) => names.indexOf(nameOf(c)))]),
  )
  const counted = new Map<string, Float64Array[]>()
  for (let from = 0; from < conditions.length; from += MASK_BITS)
    await countInto(counted, clickhouse, set, asked, conditions, from)
  return (part, scope, { first, last }) => {
    const mine = counted.get(scope)
    if (!mine) return 0
    const [at, other] = placesOf.get(part)!
    const numbers = mine[at!]!
    if (part.as === 'always') return numbers.at(-1)!
    const inside = numbers[last + 1]! - numbers[first]!
    if (other === undefined) return inside
    const outside = mine[other]!
    return inside + outside.at(-1)! - (outside[last + 1]! - outside[first]!)
  }
}

/** Of each condition, by scope: how many lie in the stretches before the n-th, and as the last number how many there are at all. */
const countInto = async (
  counted: Map<string, Float64Array[]>,
  clickhouse: ClickHouse,
  set: SetOfSubjects,
  asked: Asked,
  conditions: readonly Condition[],
  from: number,
): Promise<void> => {
  const mine = conditions.slice(from, from + MASK_BITS).map((each, bit) => ({ ...each, bit }))
  const byTime = [
    ...Map.groupBy(
      mine.filter(({ each }) => !each),
      ({ at }) => at,
    ),
  ]
  const byInstants = [
    ...Map.groupBy(
      mine.filter(({ each }) => each),
      ({ at }) => at,
    ),
  ]
  const times = (of: (time: string, conditions: typeof mine) => string) =>
    `[${byTime.map(([time, mine]) => of(time, mine)).join(', ')}]`
  const joined = (of: string, instants: (column: string, conditions: typeof mine) => string) =>
    byInstants.length === 0
      ? of
      : `arrayConcat(${[of, ...byInstants.map(([column, mine]) => instants(column, mine))].join(', ')})`
  const places = joined(
    times((time) => `${time}_in`),
    (column) => `arrayMap(at -> ${stretchAt(asked.stretches, 'at')}, ${column})`,
  )
  const masks = joined(
    times((_, mine) => maskOf(mine)),
    (column, mine) => `arrayResize([]::Array(UInt64), length(${column}), ${maskOf(mine)})`,
  )
  const ofAll = mine.reduce((bits, { all, bit }) => (all ? bits | (1n << BigInt(bit)) : bits), 0n)
  const { query, definitions } = rowsByStretch(set, asked, [places, masks], ['unit_code'], true)
  const rows = await clickhouse.query<{
    unit_code: string
    stretch: number
    place: number
    counts: number[]
  }>(
    `WITH ${definitions.join(',\n  ')}
SELECT unit_code, stretch, place, [${mine.map(({ bit }) => `sumIf(subjects, bitTest(met, ${bit}))`).join(', ')}] AS counts
FROM (
  SELECT unit_code, stretch, place, met, count() AS subjects
  FROM (
    SELECT unit_code, stretch, ${places} AS places,
      ${masks} AS masks
    FROM (${query.sql})
  )
  ARRAY JOIN places AS place, masks AS met
  WHERE met != 0 AND (place < ${IN_NONE} OR bitAnd(met, toUInt64(${ofAll})) != 0)
  GROUP BY unit_code, stretch, place, met
)
GROUP BY unit_code, stretch, place
SETTINGS ${SETTINGS}`,
    query.params,
  )
  const length = asked.stretches.begins.length
  const scopes = new Set<string>()
  for (const row of rows) {
    const at = row.place === IN_NONE ? null : row.place
    for (const scope of scopesOfRow(asked, row)) {
      scopes.add(scope)
      const sums = counted.get(scope) ?? conditions.map(() => new Float64Array(length + 2))
      counted.set(scope, sums)
      for (let n = 0; n < mine.length; n++) {
        const numbers = sums[from + n]!
        if (at !== null) numbers[at + 1]! += row.counts[n]!
        numbers[length + 1]! += row.counts[n]!
      }
    }
  }
  for (const scope of scopes)
    for (let n = 0; n < mine.length; n++) {
      const numbers = counted.get(scope)![from + n]!
      for (let at = 1; at <= length; at++) numbers[at]! += numbers[at - 1]!
    }
}
