import type { CutRecord } from '@ioc/schemas/snapshot/cut-record.ts'
import {
  type Adjustment,
  cellKey,
  type SnapshotBody,
  type SnapshotValue,
} from '@ioc/schemas/snapshot/snapshot.ts'
import { changedCells } from '@ioc/snapshot'
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
  const changed = changedCells(told.body.values, now).map((each) => ({
    ...each,
    key: cellKey(each),
    old: shownOf(each.before),
    new: shownOf(each.after),
  }))
  const names = new Set(changed.map(({ key }) => key))
  // What was adjusted and is again as it was first published differs from what was told last.
  const undone = told.body.values
    .map((value) => ({ ...value, key: cellKey(value), old: value.value, new: value.value }))
    .filter(({ key }) => told.adjusted.has(key) && !names.has(key))
  return [...changed, ...undone].flatMap(({ key, indicator, unit, since, level, period, ...was }) => {
    const old = told.adjusted.has(key) ? told.adjusted.get(key)! : was.old
    if (old === was.new) return []
    const cell = { indicator, unit, ...(since === undefined ? {} : { since }), level, period }
    return [{ date: told.body.date, ...cell, old, new: was.new, reason }]
  })
}
