import type { ClickHouse } from '@ioc/clickhouse'
import { type Group, type RulesInForce, rulesOfCut, touchedDays, type Watermark } from '@ioc/indicators'
import type { CutLog } from './cut-log.ts'

/** Of these days those that events between two watermarks touched, each by the rules its newest revision was counted by. */
export const touchedByRules = async (
  { clickhouse, rules, cuts }: { clickhouse: ClickHouse; rules: RulesInForce; cuts: Pick<CutLog, 'newest'> },
  group: Group,
  between: { before: Watermark; after: Watermark },
  days: readonly string[],
): Promise<string[]> => {
  const touched: string[] = []
  const rulesOf = (day: string) => {
    const cut = cuts.newest(group.id, day)
    // Of a day that nobody here can count anew it is told that it was touched, as near as these rules know.
    return (cut && rulesOfCut(rules, cut.cut)) ?? rules.current()
  }
  for (const [{ catalogues, indicators }, mine] of Map.groupBy(days, rulesOf)) {
    const of = indicators.filter(({ id }) => group.indicators(id))
    touched.push(...(await touchedDays(clickhouse, catalogues, of, between, mine)))
  }
  return touched.sort()
}
