import type { Catalogues } from '@ioc/catalogues'
import type { ClickHouse } from '@ioc/clickhouse'
import type { CutRecord } from '@ioc/schemas/snapshot/cut-record.ts'
import type { Completeness, SnapshotValue } from '@ioc/schemas/snapshot/snapshot.ts'
import { completenessOf, progressAsOf, spokenOf } from './completeness.ts'
import type { Indicator } from './define.ts'
import type { Group } from './groups.ts'
import { periodsTo } from './periods.ts'
import { snapshotValue } from './snapshot-values.ts'
import type { IndicatorValue } from './value.ts'
import { valuesFor } from './values.ts'

/** Everything of a snapshot that is counted: its values, and who had spoken. */
export type CutNumbers = { values: SnapshotValue[]; completeness: Completeness }

/** Counts a group for a cut: a function of the cut and the tables up to its watermark, today or in a year. */
export const numbersOf = async (
  cut: CutRecord,
  group: Group,
  indicators: readonly Indicator[],
  catalogues: Catalogues,
  clickhouse: ClickHouse,
): Promise<CutNumbers> => {
  const mine = indicators.filter((indicator) => group.indicators(indicator.id))
  const { watermark } = cut.cut
  const progress = await progressAsOf(clickhouse, watermark)
  // The province alone, on the tree of the day each subject belongs to.
  const values = await valuesFor(clickhouse, catalogues, {
    indicators: mine,
    date: cut.date,
    periods: periodsTo(cut.date),
    tree: { kind: 'then' },
    scopes: ['68'],
    watermark,
    nowMs: null,
    spoken: spokenOf(progress),
  })
  return {
    values: withoutOldEstimates(values).map(snapshotValue),
    completeness: await completenessOf(clickhouse, catalogues, mine, cut.date, watermark, progress),
  }
}

/** An estimate gives way to the figure it estimated: a snapshot has one number for an indicator, unit and period. */
const withoutOldEstimates = (values: readonly IndicatorValue[]): IndicatorValue[] => {
  const cells = Map.groupBy(values, ({ indicator, scope, period }) =>
    [indicator.id, scope.key, period.kind, period.from, period.to].join(' '),
  )
  return [...cells.values()].map((same) => same.find(({ flags }) => !flags.includes('estimate')) ?? same[0]!)
}
