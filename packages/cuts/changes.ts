import { type Change, cellKey, type SnapshotValue } from '@ioc/schemas/snapshot/snapshot.ts'

/** A value as it was and as it is; null where there was or is none of its name. */
export type Changed = { cell: Change; old: SnapshotValue | null; new: SnapshotValue | null }

const nameOf = ({ indicator, unit, since, level, period }: SnapshotValue): Change => ({
  indicator,
  unit,
  ...(since === undefined ? {} : { since }),
  level,
  period,
})

/** Everything a reader may rely on: state, both halves, the judged number and its flags. */
const same = (a: SnapshotValue, b: SnapshotValue): boolean =>
  a.state === b.state &&
  a.numerator === b.numerator &&
  a.denominator === b.denominator &&
  a.value === b.value &&
  a.flags.join() === b.flags.join()

/** What differs between two sets of values, in the order of the new one; then what the new one has no longer. */
export const changesBetween = (
  before: readonly SnapshotValue[],
  after: readonly SnapshotValue[],
): Changed[] => {
  const old = new Map(before.map((value) => [cellKey(value), value]))
  const changed: Changed[] = []
  for (const value of after) {
    const was = old.get(cellKey(value))
    old.delete(cellKey(value))
    if (!was || !same(was, value)) changed.push({ cell: nameOf(value), old: was ?? null, new: value })
  }
  return [...changed, ...[...old.values()].map((gone) => ({ cell: nameOf(gone), old: gone, new: null }))]
}
