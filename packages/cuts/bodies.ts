import type { Catalogues } from '@ioc/catalogues'
import type { ClickHouse } from '@ioc/clickhouse'
import { type CutNumbers, type Group, type Indicator, numbersOf } from '@ioc/indicators'
import type { CutRecord } from '@ioc/schemas/snapshot/cut-record.ts'
import type { Adjustment, SnapshotBody } from '@ioc/schemas/snapshot/snapshot.ts'
import { bodyFrom, cellOf, changedCells } from '@ioc/snapshot'
import { cutKey, type Earlier } from './earlier.ts'
import { adjustmentsOf, toldBefore } from './told.ts'

/** Written into adjustments: why a number of a day gone by is told anew. */
const LATE = 'late events, after the horizon of the day’s snapshot'

/** Makes the bodies of cuts: functions of the cut, the ledger up to it and what was published before it, and of nothing else. */
export type Bodies = {
  /** The numbers of a group's day as of a watermark. */
  numbers(
    group: Group,
    date: string,
    cut: Pick<CutRecord['cut'], 'watermark' | 'levels' | 'withheldUpTo'>,
  ): Promise<CutNumbers>
  /** `numbers`, where they have been counted already for this very cut. */
  of(cut: CutRecord, group: Group, numbers?: CutNumbers): Promise<SnapshotBody>
}

export const openBodies = (doors: {
  clickhouse: ClickHouse
  catalogues: Catalogues
  indicators: readonly Indicator[]
  earlier: Earlier
}): Bodies => {
  const { clickhouse, catalogues, indicators, earlier } = doors

  const numbers: Bodies['numbers'] = (group, date, cut) =>
    numbersOf({ date, cut }, group, indicators, catalogues, clickhouse)

  /** Cuts that stand before one in the log; of one that is not there yet, all. */
  const before = (cut: CutRecord): readonly CutRecord[] => {
    const all = earlier.cuts()
    const at = all.findIndex((other) => cutKey(other) === cutKey(cut))
    return at === -1 ? all : all.slice(0, at)
  }

  const adjustments = async (cut: CutRecord, group: Group): Promise<Adjustment[]> => {
    const made: Adjustment[] = []
    for (const date of cut.adjusts ?? []) {
      const told = await toldBefore(cut, date, before(cut), earlier.body)
      if (!told) continue
      // By the levels and the bound of the day's own snapshot: another choice of what is published is no late event.
      const { levels, withheldUpTo } = told.body.cut
      const now = await numbers(group, date, { watermark: cut.cut.watermark, levels, withheldUpTo })
      made.push(...adjustmentsOf(told, now.values, LATE))
    }
    return made
  }

  return {
    numbers,
    of: async (cut, group, counted) => {
      const made = counted ?? (await numbers(group, cut.date, cut.cut))
      const superseded =
        cut.supersedes && (await earlier.body(cutKey({ ...cut, revision: cut.supersedes.revision })))
      const changes =
        superseded &&
        changedCells(superseded.values, made.values).map(({ before, after }) => cellOf((after ?? before)!))
      const province = catalogues.unit('68', cut.date)?.name.vi ?? 'Lâm Đồng'
      return bodyFrom(cut, { ...made, changes, adjustments: await adjustments(cut, group) }, province)
    },
  }
}
