import Big from 'big.js'

/** A unit's halves of the province's own index: points assessed by itself and appraised, and points of the survey. */
export type InternalRow = { unit: string; selfAssessed: string; survey: string }

export type InternalRank = InternalRow & {
  /** Self-assessed + survey, two decimals. */
  total: string
  /** Competition ranking: equal totals share a rank, and the next one counts them all (1, 2, 2, 4). */
  rank: number
}

/**
 * The internal index of departments, districts or public service units: total = self-assessed + survey, ranked from the highest
 * (Lâm Hà 2021: 56.35 + 31.11 = 87.46). Rank only units of one list; equal ranks keep the order they were given in.
 */
export const internalIndex = (rows: readonly InternalRow[]): InternalRank[] => {
  const totals = rows.map((row) => ({ row, total: new Big(row.selfAssessed).plus(row.survey) }))
  return totals
    .map(({ row, total }) => ({
      ...row,
      total: total.round(2, Big.roundHalfUp).toFixed(2),
      rank: 1 + totals.filter((other) => other.total.gt(total)).length,
    }))
    .sort((a, b) => a.rank - b.rank)
}
