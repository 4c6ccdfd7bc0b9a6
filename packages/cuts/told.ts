import type { CutRecord } from '@ioc/schemas/snapshot/cut-record.ts'
import {
  type Adjustment,
  cellKey,
  type SnapshotBody,
  type SnapshotValue,
} from '@ioc/schemas/snapshot/snapshot.ts'
import { changesBetween } from './changes.ts'
import { cutKey, type Earlier } from './earlier.ts'

/** What stands in an adjustment where a value has no number to show: its state. */
const shownOf = (value: SnapshotValue | null): string | null => value?.value ?? null

/** What was told last of a day's values: its newest revision, and what later snapshots adjusted in it. */
export type Told = { body: SnapshotBody; adjusted: ReadonlyMap<string, string | null> }

/** What of a group's day had been told when a cut was made: by the cuts before it in the log. */
export const toldBefore = async (
  { group }: Pick<CutRecord, 'group'>,
  date: string,
  before: readonly CutRecord[],
  body: Earlier['body'],
): Promise<Told | null> => {
  const mine = before.filter((cut) => cut.group === group)
  const newest = mine.findLastIndex((cut) => cut.date === date)
  if (newest === -1) return null
  const adjusted = new Map<string, string | null>()
  for (const cut of mine.slice(newest + 1).filter(({ adjusts }) => adjusts?.includes(date)))
    for (const each of (await body(cutKey(cut))).adjustments)
      if (each.date === date && each.level && each.period)
        adjusted.set(cellKey({ ...each, level: each.level, period: each.period }), each.new)
  return { body: await body(cutKey(mine[newest]!)), adjusted }
}

/**
 * What has changed in a day whose snapshot stays as it is, against what was told of it last. Numbers that are shown alike are no
 * adjustment: the day's own snapshot is not replaced, so only what a person would read differently is told.
 */
export const adjustmentsOf = (told: Told, now: readonly SnapshotValue[], reason: string): Adjustment[] => {
  const changed = changesBetween(told.body.values, now).map(({ cell, old, new: is }) => ({
    cell,
    old: shownOf(old),
    new: shownOf(is),
  }))
  const names = new Set(
    changed.map(({ cell }) => cellKey({ ...cell, level: cell.level!, period: cell.period! })),
  )
  // What was adjusted and is again as it was first published differs from what was told last.
  const undone = told.body.values
    .filter((value) => told.adjusted.has(cellKey(value)) && !names.has(cellKey(value)))
    .map(({ indicator, unit, since, level, period, value }) => ({
      cell: { indicator, unit, ...(since === undefined ? {} : { since }), level, period },
      old: value,
      new: value,
    }))
  return [...changed, ...undone].flatMap((each) => {
    const key = cellKey({ ...each.cell, level: each.cell.level!, period: each.cell.period! })
    const old = told.adjusted.has(key) ? told.adjusted.get(key)! : each.old
    return old === each.new ? [] : [{ date: told.body.date, ...each.cell, old, new: each.new, reason }]
  })
}
