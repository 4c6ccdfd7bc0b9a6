import type { ControlTotal, SnapshotBody, SnapshotValue } from '@ioc/schemas/snapshot/index.ts'
import { fromMillionths, toMillionths } from './decimal.ts'
import { openSums, type Sum } from './sums.ts'

type Halves = Pick<SnapshotValue, 'indicator' | 'numerator' | 'denominator'>

const sumUp = (values: readonly Halves[]): Map<string, Sum> => {
  const sums = openSums()
  for (const { indicator, numerator, denominator } of values) sums.add(indicator, numerator, denominator)
  return sums.all()
}

/**
 * The control totals of values: per indicator how many cells (of any state) and the exact sums of their halves, sorted by indicator.
 * A sum over nothing but null is null. Throws RangeError where a sum has no exact JSON number.
 */
export const controlTotalsOf = (values: readonly Halves[]): ControlTotal[] =>
  [...sumUp(values)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([indicator, sum]) => ({
      indicator,
      cells: sum.cells,
      numerator: sum.numerator === null ? null : fromMillionths(sum.numerator),
      denominator: sum.denominator === null ? null : fromMillionths(sum.denominator),
    }))

const same = (stated: number | null, sum: bigint | null): boolean =>
  stated === null || sum === null ? stated === sum : toMillionths(stated) === sum

/** What is wrong with the control totals of a body, in a sentence; null if they are the exact sums of its values. */
export const controlTotalsFault = (body: Pick<SnapshotBody, 'values' | 'controlTotals'>): string | null =>
  faultOfTotals(body.controlTotals, sumUp(body.values))

/** The same where the values have been added up already. */
export const faultOfTotals = (
  controlTotals: readonly ControlTotal[],
  sums: Map<string, Sum>,
): string | null => {
  for (const total of controlTotals) {
    const sum = sums.get(total.indicator)
    if (!sum) return `${total.indicator} has a control total but no values, or two control totals`
    sums.delete(total.indicator)
    if (total.cells !== sum.cells)
      return `${total.indicator} has ${sum.cells} values, its control total says ${total.cells}`
    for (const half of ['numerator', 'denominator'] as const)
      if (!same(total[half], sum[half]))
        return `the ${half}s of ${total.indicator} do not add up to its control total`
  }
  const [without] = sums.keys()
  return without === undefined ? null : `${without} has values but no control total`
}
