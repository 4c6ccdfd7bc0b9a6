import type { CutRecord } from '@ioc/schemas/snapshot/cut-record.ts'
import {
  type Adjustment,
  type Change,
  type Completeness,
  SNAPSHOT_SCHEMA,
  type SnapshotBody,
  type SnapshotValue,
} from '@ioc/schemas/snapshot/snapshot.ts'
import { controlTotalsOf } from './control-totals.ts'

/** The body of a snapshot: its cut and the numbers counted for it, and nothing else; so it can be made again from a restored copy. */
export const bodyFrom = (
  cut: CutRecord,
  numbers: {
    values: SnapshotValue[]
    completeness: Completeness
    /** Of a revision: what it has otherwise than the one before it. */
    changes?: Change[] | null
    adjustments?: Adjustment[]
  },
  provinceName: string,
): SnapshotBody => ({
  schema: SNAPSHOT_SCHEMA,
  province: { code: '68', name: provinceName },
  group: cut.group,
  date: cut.date,
  revision: cut.revision,
  supersedes: cut.supersedes,
  reason: cut.reason,
  cut: cut.cut,
  completeness: numbers.completeness,
  values: numbers.values,
  ...(numbers.changes ? { changes: numbers.changes } : {}),
  adjustments: numbers.adjustments ?? [],
  controlTotals: controlTotalsOf(numbers.values),
})
