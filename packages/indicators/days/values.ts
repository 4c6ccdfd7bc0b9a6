import type { ClickHouse } from '@ioc/clickhouse'
import type { SetOfSubjects } from '../sets/index.ts'
import { SETTINGS } from '../settings.ts'
import type { ByStretch } from './plan.ts'
import { type Asked, rowsByStretch, scopesOfRow } from './rows.ts'
import type { Span } from './stretches.ts'

type Values = Extract<ByStretch, { as: 'values' }>

/** How often each value occurs, by stretch: a quantile of any span is exact, and needs no subject again. */
type Occurrences = { stretch: number; value: number; subjects: number }[]

const nameOf = ({ time, of, where }: Values) => `${time} ${of} ${where}`

/** Exact quantiles of whole numbers in a scope and a span of stretches: of n values in order the one at floor(level × n), counted from 0. */
export const countValues = async (
  clickhouse: ClickHouse,
  set: SetOfSubjects,
  asked: Asked,
  parts: readonly Values[],
): Promise<(part: Values, scope: string, span: Span) => string> => {
  const distributions = new Map<string, Map<string, Distribution>>()
  for (const part of new Map(parts.map((each) => [nameOf(each), each])).values())
    distributions.set(nameOf(part), await distributionsOf(clickhouse, set, asked, part))
  const ofPart = new Map(parts.map((part) => [part, distributions.get(nameOf(part))!]))
  return (part, scope, span) => {
    const mine = ofPart.get(part)!.get(scope)
    // Of no cases there is no quantile; what is judged sees that there are none.
    return mine ? mine.quantile(part.level, span) : '0'
  }
}

const distributionsOf = async (
  clickhouse: ClickHouse,
  set: SetOfSubjects,
  asked: Asked,
  { time, of, where }: Values,
): Promise<Map<string, Distribution>> => {
  const texts = [`${time}_in`, of, where]
  const { query, definitions } = rowsByStretch(set, asked, texts, ['unit_code'])
  const rows = await clickhouse.query<{
    unit_code: string
    stretch: number
    within: number[]
    values: number[]
    subjects: number[]
  }>(
    `WITH ${definitions.join(',\n  ')}
SELECT unit_code, stretch, groupArray(place) AS within, groupArray(value) AS values, groupArray(subjects) AS subjects
FROM (
  SELECT unit_code, stretch, ${time}_in AS place, ${of} AS value, count() AS subjects
  FROM (${query.sql})
  WHERE ${time}_in < 255 AND (${where})
  GROUP BY unit_code, stretch, place, value
)
GROUP BY unit_code, stretch
SETTINGS ${SETTINGS}`,
    query.params,
  )
  const byScope = new Map<string, Occurrences>()
  for (const row of rows)
    for (const scope of scopesOfRow(asked, row)) {
      const mine = byScope.get(scope) ?? []
      byScope.set(scope, mine)
      row.within.forEach((stretch, n) => {
        mine.push({ stretch, value: row.values[n]!, subjects: row.subjects[n]! })
      })
    }
  return new Map(
    [...byScope].map(([scope, mine]) => [scope, distributionOf(mine, asked.stretches.begins.length)]),
  )
}

type Distribution = { quantile(level: number, span: Span): string }

const distributionOf = (occurrences: Occurrences, stretches: number): Distribution => {
  const values = [...new Set(occurrences.map(({ value }) => value))].sort((a, b) => a - b)
  const place = new Map(values.map((value, n) => [value, n]))
  /** By value, the subjects that had it in the stretches before the n-th. */
  const before = new Uint32Array(values.length * (stretches + 1))
  for (const { stretch, value, subjects } of occurrences)
    before[place.get(value)! * (stretches + 1) + stretch + 1]! += subjects
  for (let n = 0; n < values.length; n++)
    for (let stretch = 1; stretch <= stretches; stretch++)
      before[n * (stretches + 1) + stretch]! += before[n * (stretches + 1) + stretch - 1]!
  return {
    quantile: (level, { first, last }) => {
      const of = (n: number) => before[n * (stretches + 1) + last + 1]! - before[n * (stretches + 1) + first]!
      let all = 0
      for (let n = 0; n < values.length; n++) all += of(n)
      const position = Math.floor(level * all)
      let passed = 0
      for (let n = 0; n < values.length; n++) {
        passed += of(n)
        if (passed > position) return String(values[n])
      }
      return '0'
    },
  }
}
