import type { SnapshotRow } from '@ioc/exchange'
import { dayOf, dayStart } from '@ioc/schemas/events/instant.ts'

/** Totals over all snapshots, for the river. */
export type SnapshotTotals = {
  published: number
  accepted: number
  /** Not taken, and not sent again by itself; what an accepted revision of its day has superseded is settled. */
  refused: number
  /** Neither accepted nor settled so. */
  owed: number
  newestDate: string | null
}

export function totalsOf(rows: readonly SnapshotRow[]): SnapshotTotals {
  const accepted = rows.filter(({ receipt }) => receipt === 'accepted')
  const standing = new Map<string, number>()
  for (const row of accepted)
    standing.set(dayOfGroup(row), Math.max(row.revision, standing.get(dayOfGroup(row)) ?? 0))
  // What a revoked key signed stays refused for ever: the revision after it is the mending.
  const refused = rows.filter(
    (row) => row.receipt === 'refused' && (standing.get(dayOfGroup(row)) ?? 0) < row.revision,
  )
  const waiting = rows.filter(({ receipt }) => receipt !== 'accepted' && receipt !== 'refused')
  return {
    published: rows.length,
    accepted: accepted.length,
    refused: refused.length,
    owed: refused.length + waiting.length,
    newestDate: rows.reduce<string | null>(
      (newest, { date }) => (newest && newest > date ? newest : date),
      null,
    ),
  }
}

const dayOfGroup = ({ group, date }: SnapshotRow) => `${group} ${date}`

const DAY_MS = 86_400_000

/** Closed days without a snapshot: the last closed day is yesterday by the business clock; every day after the newest snapshot up to it is owed. */
export const daysOwed = (newestDate: string | null, businessNowMs: number): number | null =>
  newestDate === null
    ? null
    : Math.max(0, (dayStart(dayOf(businessNowMs)) - dayStart(newestDate)) / DAY_MS - 1)
