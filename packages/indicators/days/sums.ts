import type { ClickHouse } from '@ioc/clickhouse'
import type { SetOfSubjects } from '../sets/index.ts'
import { SETTINGS } from '../settings.ts'
import type { ByStretch } from './plan.ts'
import { type Asked, rowsByStretch, scopesOfRow } from './rows.ts'
import type { Span } from './stretches.ts'

type Sum = Extract<ByStretch, { as: 'sums' }>

/** Sums that are a text of their own for each stretch; gives what one comes to in a scope and a span of stretches. */
export const sumByStretch = async (
  clickhouse: ClickHouse,
  set: SetOfSubjects,
  asked: Asked,
  parts: readonly Sum[],
): Promise<(part: Sum, scope: string, span: Span) => number> => {
  if (parts.length === 0) return () => 0
  const texts = parts.map(({ of }) => `[${of.join(', ')}]`)
  const { query, definitions } = rowsByStretch(set, asked, texts, ['unit_code'])
  const rows = await clickhouse.query<{ unit_code: string; stretch: number; sums: number[][] }>(
    `WITH ${definitions.join(',\n  ')}
SELECT unit_code, stretch, [${texts.join(',\n  ')}] AS sums
FROM (${query.sql})
GROUP BY unit_code, stretch
SETTINGS ${SETTINGS}`,
    query.params,
  )
  /** Of each part, the sums of its numbers before the n-th: those of a span are one subtraction. */
  const before = new Map<string, Float64Array[]>()
  for (const row of rows)
    for (const scope of scopesOfRow(asked, row)) {
      const mine = before.get(scope) ?? parts.map((_, n) => new Float64Array(row.sums[n]!.length + 1))
      before.set(scope, mine)
      row.sums.forEach((numbers, n) => {
        let sum = 0
        numbers.forEach((each, at) => {
          sum += each
          mine[n]![at + 1]! += sum
        })
      })
    }
  const at = new Map(parts.map((part, n) => [part, n]))
  return (part, scope, { first, last }) => {
    const numbers = before.get(scope)?.[at.get(part)!]
    return numbers ? numbers[last + 1]! - numbers[first]! : 0
  }
}
