import type { ClickHouse } from '@ioc/clickhouse'
import type { SetOfSubjects } from '../sets/index.ts'
import { SETTINGS } from '../settings.ts'
import type { ByStretch } from './plan.ts'
import { type Asked, rowsByStretch, scopesOfRow } from './rows.ts'
import type { Span } from './stretches.ts'

type Numbers = Extract<ByStretch, { as: 'counts' | 'always' | 'sums' }>

/** The text of an array of numbers: one for each stretch, or one for all. */
const textsOf = (part: Numbers, stretches: number): string[] => {
  switch (part.as) {
    case 'counts': {
      const by = (where: string) => `countIfResample(0, ${stretches}, 1)(${where}, ${part.time}_in)`
      return part.outside === undefined
        ? [by(part.where)]
        : [by(part.where), by(part.outside), `[countIf(${part.outside})]`]
    }
    case 'always':
      return [`[countIf(${part.where})]`]
    case 'sums':
      return [`[${part.of.join(', ')}]`]
  }
}

/** Counts subjects once for the stretch their times lie in; gives the number a part comes to in a scope and a span of stretches. */
export const countByStretch = async (
  clickhouse: ClickHouse,
  set: SetOfSubjects,
  asked: Asked,
  parts: readonly Numbers[],
): Promise<(part: Numbers, scope: string, span: Span) => number> => {
  if (parts.length === 0) return () => 0
  const length = asked.stretches.begins.length
  const texts = [...new Set(parts.flatMap((part) => textsOf(part, length)))]
  const keys = ['unit_code', 'stretch']
  const { query, definitions } = rowsByStretch(set, asked, texts, keys.slice(0, 1))
  const rows = await clickhouse.query<{ unit_code: string; stretch: number; counts: number[][] }>(
    `WITH ${definitions.join(',\n  ')}
SELECT ${keys.join(', ')}, [${texts.join(',\n  ')}] AS counts
FROM (${query.sql})
GROUP BY ${keys.join(', ')}
SETTINGS ${SETTINGS}`,
    query.params,
  )
  /** Of each text, the sums of its numbers before the n-th: those of a span are one subtraction. */
  const sums = new Map<string, Float64Array[]>()
  for (const row of rows)
    for (const scope of scopesOfRow(asked, row)) {
      const mine = sums.get(scope) ?? texts.map((_, n) => new Float64Array(row.counts[n]!.length + 1))
      sums.set(scope, mine)
      row.counts.forEach((numbers, n) => {
        const into = mine[n]!
        let sum = 0
        for (let at = 0; at < numbers.length; at++) {
          sum += numbers[at]!
          into[at + 1]! += sum
        }
      })
    }
  const at = new Map(parts.map((part) => [part, textsOf(part, length).map((text) => texts.indexOf(text))]))
  return (part, scope, { first, last }) => {
    const mine = sums.get(scope)
    if (!mine) return 0
    const [inside, outside, all] = at.get(part)!.map((n) => mine[n]!)
    const of = (numbers: Float64Array) => numbers[last + 1]! - numbers[first]!
    if (part.as === 'always') return inside![1]!
    return outside && all ? of(inside!) + all[1]! - of(outside) : of(inside!)
  }
}
