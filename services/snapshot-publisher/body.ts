import type { Catalogues } from '@ioc/catalogues'
import type { ClickHouse } from '@ioc/clickhouse'
import { type Group, type Indicator, valuesFor } from '@ioc/indicators'
import type { CutRecord } from '@ioc/schemas/snapshot/cut-record.ts'
import { SNAPSHOT_SCHEMA, type SnapshotBody } from '@ioc/schemas/snapshot/snapshot.ts'
import { controlTotalsOf } from '@ioc/snapshot'
import { completenessOf, progressAsOf, spokenOf } from './completeness.ts'

/** The body of a snapshot: a function of its cut and the ledger up to it, and of nothing else. */
export const bodyOf = async (
  cut: CutRecord,
  group: Group,
  indicators: readonly Indicator[],
  catalogues: Catalogues,
  clickhouse: ClickHouse,
): Promise<SnapshotBody> => {
  const mine = indicators.filter((indicator) => group.indicators(indicator.id))
  const watermark = cut.cut.watermark
  const progress = await progressAsOf(clickhouse, watermark)
  const values = await valuesFor(clickhouse, mine, cut.date, watermark, spokenOf(progress))
  return {
    schema: SNAPSHOT_SCHEMA,
    province: { code: '68', name: catalogues.unit('68', cut.date)?.name.vi ?? 'Lâm Đồng' },
    group: cut.group,
    date: cut.date,
    revision: cut.revision,
    supersedes: cut.supersedes,
    reason: cut.reason,
    cut: cut.cut,
    completeness: await completenessOf(clickhouse, catalogues, mine, cut.date, watermark, progress),
    values,
    adjustments: [],
    controlTotals: controlTotalsOf(values),
  }
}
