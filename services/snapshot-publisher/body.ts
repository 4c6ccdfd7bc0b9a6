import type { Catalogues } from '@ioc/catalogues'
import type { ClickHouse } from '@ioc/clickhouse'
import { type Group, type Indicator, numbersOf } from '@ioc/indicators'
import type { CutRecord } from '@ioc/schemas/snapshot/cut-record.ts'
import type { SnapshotBody } from '@ioc/schemas/snapshot/snapshot.ts'
import { bodyFrom } from '@ioc/snapshot'

/** The body of a snapshot: a function of its cut and the ledger up to it, and of nothing else. */
export const bodyOf = async (
  cut: CutRecord,
  group: Group,
  indicators: readonly Indicator[],
  catalogues: Catalogues,
  clickhouse: ClickHouse,
): Promise<SnapshotBody> =>
  bodyFrom(
    cut,
    await numbersOf(cut, group, indicators, catalogues, clickhouse),
    catalogues.unit('68', cut.date)?.name.vi ?? 'Lâm Đồng',
  )
