import type { Catalogues } from '@ioc/catalogues'
import type { ClickHouse } from '@ioc/clickhouse'
import { countCells } from './cells.ts'
import { type CountedIndicator, isCounted } from './define.ts'
import { NEAR_SHARE_MAX } from './near-cut.ts'
import { type Among, levelsOf, type Scope, scopesOf } from './scopes.ts'
import { openSets } from './sets/index.ts'
import { openHeard } from './spoken.ts'
import { type IndicatorValue, judged, notApplicable, type Question } from './value.ts'
import { chainFor } from './values.ts'

/** True for an indicator that can be taken apart by procedure: it counts dossiers. */
export const hasProcedures = (indicator: Question['indicators'][number]): indicator is CountedIndicator =>
  isCounted(indicator) && indicator.of === 'dossiers'

/**
 * Values of one scope's dossiers by procedure or by field, in the order of indicators, codes and periods. A procedure nobody in
 * the scope ever asked for has no value, not zero.
 * @throws RangeError for a scope the tree does not hold
 */
export const valuesBy = async (
  clickhouse: ClickHouse,
  catalogues: Catalogues,
  question: Question & { scopes: readonly [string] },
  by: Among['by'],
): Promise<IndicatorValue[]> => {
  const map = scopesOf(catalogues, question.tree, question.date)
  const [key] = question.scopes
  const scope = map.scopes.get(key)
  if (!scope) throw new RangeError(`${key} is no scope of the tree of units`)
  const sets = openSets(catalogues)
  const indicators = question.indicators.filter(hasProcedures)
  const cells = await countCells(clickhouse, sets, catalogues, {
    indicators,
    chain: chainFor(question, question.periods),
    grouping: { by, inside: { map, scope: key } },
    watermark: question.watermark,
    nearShareMax: question.nearShareMax ?? NEAR_SHARE_MAX,
  })
  const heard = openHeard(catalogues, question.spoken, map)
  const heardIn = question.periods.map((period) =>
    heard.ofScope({ contract: sets.dossiers.topic }, scope, period),
  )
  const levels = levelsOf(catalogues, map).get(key)
  const codes = [...cells.keys()].map((cell) => cell.slice(by.length + 1)).sort()
  return indicators.flatMap((indicator) =>
    codes.flatMap((code) => {
      const mine: Scope = { ...scope, among: { by, code } }
      const halves = cells.get(`${by}:${code}`)!.get(indicator.id)!
      return question.periods.map((period, k) => {
        const head = { indicator, scope: mine, period }
        const applies = !indicator.level || levels?.has(indicator.level)
        return applies ? judged(catalogues, head, halves[k]!, heardIn[k]!) : notApplicable(head)
      })
    }),
  )
}
