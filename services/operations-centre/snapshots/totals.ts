import type { SnapshotRow } from '@ioc/exchange'
import { dayOf, dayStart } from '@ioc/schemas/events/instant.ts'

/** Totals over all snapshots, for the river. */
export type SnapshotTotals = {
  published: number
  accepted: number
  /** Not taken, and not sent again by itself. */
  refused: number
  newestDate: string | null
}

export function totalsOf(rows: readonly SnapshotRow[]): SnapshotTotals {
  return {
    published: rows.length,
    accepted: rows.filter((row) => row.receipt === 'accepted').length,
    refused: rows.filter(({ receipt }) => receipt === 'refused').length,
    newestDate: rows.reduce<string | null>(
      (newest, { date }) => (newest && newest > date ? newest : date),
      null,
    ),
  }
}

const DAY_MS = 86_400_000

/** Closed days without a snapshot: the last closed day is yesterday by the business clock; every day after the newest snapshot up to it is owed. */
export const daysOwed = (newestDate: string | null, businessNowMs: number): number | null =>
  newestDate === null
    ? null
    : Math.max(0, (dayStart(dayOf(businessNowMs)) - dayStart(newestDate)) / DAY_MS - 1)
