import type { ClickHouse } from '@ioc/clickhouse'
import { groupsOf } from '../cells.ts'
import type { SetOfSubjects } from '../sets/index.ts'
import { SETTINGS } from '../settings.ts'
import type { ByStretch } from './plan.ts'
import { type Asked, rowsByStretch } from './rows.ts'
import type { Span } from './stretches.ts'

type Different = Extract<ByStretch, { as: 'different' }>

/** Of each condition, by scope: values that occur in each stretch; and, from each first stretch on, where they occur first, summed up. */
type Occurring = { within: number[][]; from: Float64Array[][] }

/**
 * How many different values there are in a scope and a span of stretches. Of each value the stretches it occurs in are the bits of one
 * number, which puts units together. A value occurs in a span if its first bit from the span's beginning on lies in it: values are counted by
 * that bit once for each beginning, of which there are few beside single days, instead of once for each span (6.3 → 4.1 CPU s for thirty dates).
 */
export const countDifferent = async (
  clickhouse: ClickHouse,
  set: SetOfSubjects,
  asked: Asked,
  parts: readonly Different[],
  spans: readonly Span[],
): Promise<(part: Different, scope: string, span: Span) => number> => {
  const begins = [...new Set(spans.filter(({ first, last }) => first !== last).map(({ first }) => first))]
  const numbers = new Map<string, Map<string, Occurring>>()
  const conditionAt = new Map<Different, number>()
  for (const [of, mine] of Map.groupBy(parts, (part) => part.of)) {
    const conditions = [...new Set(mine.map(conditionOf))]
    for (const part of mine) conditionAt.set(part, conditions.indexOf(conditionOf(part)))
    numbers.set(of, await byScope(clickhouse, set, asked, of, mine, conditions, begins))
  }
  const beginAt = new Map(begins.map((begin, n) => [begin, n]))
  return (part, scope, { first, last }) => {
    const mine = numbers.get(part.of)!.get(scope)
    if (!mine) return 0
    const condition = conditionAt.get(part)!
    return first === last
      ? mine.within[condition]![first]!
      : mine.from[condition]![beginAt.get(first)!]![last]!
  }
}

const conditionOf = ({ time, where }: Different) =>
  `groupBitOrIf(bitShiftLeft(toUInt64(1), ${time}_in), ${time}_in < 255 AND (${where}))`

const byScope = async (
  clickhouse: ClickHouse,
  set: SetOfSubjects,
  asked: Asked,
  of: string,
  parts: readonly Different[],
  conditions: readonly string[],
  begins: readonly number[],
): Promise<Map<string, Occurring>> => {
  const { scopes } = groupsOf({ by: 'unit', map: asked.map })
  const length = asked.stretches.begins.length
  const texts = [of, ...parts.flatMap(({ time, where }) => [`${time}_in`, where])]
  const { query, definitions } = rowsByStretch(set, asked, texts, ['unit_code'])
  const occurs = conditions.map((_, n) => `occurs[${n + 1}]`)
  const within = occurs.map(
    (bits) => `sumForEach(arrayMap(n -> toUInt64(bitTest(${bits}, n)), range(${length})))`,
  )
  /** The bits below a number's lowest one, and it, are those that change when 1 is taken off. */
  const lowest = (bits: string) => `toUInt8(bitCount(bitXor(${bits}, toUInt64(${bits} - 1))) - 1)`
  const from = occurs.map((bits) => {
    const each = begins.map((begin) => {
      const behind = `bitAnd(${bits}, toUInt64(${(1n << BigInt(length)) - (1n << BigInt(begin))}))`
      return `countIfResample(0, ${length}, 1)(${behind} != 0, ${lowest(behind)})`
    })
    return `[${each.join(', ')}]`
  })
  const rows = await clickhouse.query<{ scope: string; within: number[][]; from: number[][][] }>(
    `WITH ${definitions.join(',\n  ')}
SELECT scope, [${within.join(', ')}] AS within, ${begins.length > 0 ? `[${from.join(',\n  ')}]` : '[]'} AS \`from\`
FROM (
  SELECT scope, different, groupBitOrForEach(occurs) AS occurs
  FROM (
    SELECT unit_code, stretch, ${of} AS different, [${conditions.join(',\n    ')}] AS occurs
    FROM (${query.sql})
    GROUP BY unit_code, stretch, different
  )
  ARRAY JOIN ${scopes} AS scope
  WHERE isNotNull(different)
  GROUP BY scope, different
)
GROUP BY scope
SETTINGS ${SETTINGS}`,
    query.params,
  )
  return new Map(
    rows.map(({ scope, within, from }) => [scope, { within, from: from.map((each) => each.map(summedUp)) }]),
  )
}

const summedUp = (numbers: readonly number[]): Float64Array => {
  const sums = new Float64Array(numbers.length)
  let sum = 0
  numbers.forEach((each, n) => {
    sum += each
    sums[n] = sum
  })
  return sums
}
