import type { ClickHouse } from '@ioc/clickhouse'
import { groupsOf } from '../cells.ts'
import type { SetOfSubjects } from '../sets/index.ts'
import { SETTINGS } from '../settings.ts'
import type { ByStretch } from './plan.ts'
import { type Asked, rowsByStretch } from './rows.ts'
import type { Span } from './stretches.ts'

type Different = Extract<ByStretch, { as: 'different' }>

/**
 * How many different values there are in a scope and a span of stretches. Of each value the stretches it occurs in are the bits of one
 * number, which puts units together and tells of any span whether it occurs there.
 */
export const countDifferent = async (
  clickhouse: ClickHouse,
  set: SetOfSubjects,
  asked: Asked,
  parts: readonly Different[],
  spans: readonly Span[],
): Promise<(part: Different, scope: string, span: Span) => number> => {
  const masks = [...new Set(spans.map(maskOf))]
  const numbers = new Map<string, Map<string, number[]>>()
  const conditions = new Map<string, string[]>()
  for (const [of, mine] of Map.groupBy(parts, (part) => part.of)) {
    const wheres = [...new Set(mine.map(conditionOf))]
    conditions.set(of, wheres)
    numbers.set(of, await byScope(clickhouse, set, asked, of, mine, wheres, masks))
  }
  const first = new Map(
    parts.map((part) => [part, conditions.get(part.of)!.indexOf(conditionOf(part)) * masks.length]),
  )
  const place = new Map(spans.map((span) => [span, masks.indexOf(maskOf(span))]))
  return (part, scope, span) => numbers.get(part.of)!.get(scope)?.[first.get(part)! + place.get(span)!] ?? 0
}

const maskOf = ({ first, last }: Span): string => String((1n << BigInt(last + 1)) - (1n << BigInt(first)))

const conditionOf = ({ time, where }: Different) =>
  `groupBitOrIf(bitShiftLeft(toUInt64(1), ${time}_in), ${time}_in < 255 AND (${where}))`

const byScope = async (
  clickhouse: ClickHouse,
  set: SetOfSubjects,
  asked: Asked,
  of: string,
  parts: readonly Different[],
  conditions: readonly string[],
  masks: readonly string[],
): Promise<Map<string, number[]>> => {
  const { scopes } = groupsOf({ by: 'unit', map: asked.map })
  const texts = [of, ...parts.flatMap(({ time, where }) => [`${time}_in`, where])]
  const { query, definitions } = rowsByStretch(set, asked, texts, ['unit_code'])
  const rows = await clickhouse.query<{ scope: string; counts: number[] }>(
    `WITH ${[...definitions, `(SELECT [${masks.map((mask) => `toUInt64(${mask})`).join(', ')}]) AS asked_spans`].join(',\n  ')}
SELECT scope, sumForEach(arrayFlatten(arrayMap(bits -> arrayMap(span -> toUInt64(bitAnd(bits, span) != 0), asked_spans), occurs))) AS counts
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
  return new Map(rows.map(({ scope, counts }) => [scope, counts]))
}
