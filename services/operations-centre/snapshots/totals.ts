import type { SnapshotRow } from '@ioc/exchange'

/** Totals over all snapshots, for the river. */
export type SnapshotTotals = {
  published: number
  accepted: number
  /** Refused or parked: not taken, and not sent again by itself. */
  refused: number
  newestDate: string | null
}

export function totalsOf(rows: readonly SnapshotRow[]): SnapshotTotals {
  return {
    published: rows.length,
    accepted: rows.filter((row) => row.receipt === 'accepted').length,
    refused: rows.filter(({ receipt }) => receipt === 'refused' || receipt === 'parked').length,
    newestDate: rows.reduce<string | null>(
      (newest, { date }) => (newest && newest > date ? newest : date),
      null,
    ),
  }
}
