import type { Aggregate, Bounds, Expression } from './define.ts'

/** An aggregate in the answer of a query: its text, the array column it travels in, and how units of a scope are put together. */
export type Travelling = { of: string; together: string; over: string }

/**
 * Subjects counted by the shortest period they lie in, for all periods of a chain at once: an array of one count for each, of which
 * a period's own count is the sum up to it. Null where the condition is not of that form.
 */
export const byPlace = (
  aggregate: Aggregate,
  times: readonly string[],
  periods: number,
): Travelling | null => {
  if (aggregate.counts !== 'subjects') return null
  const { inside }: Expression = aggregate.where
  if (!inside || !times.includes(inside.time)) return null
  return {
    of: `countIfResample(0, ${periods}, 1)(${inside.and}, ${inside.time}_in)`,
    together: 'by_place',
    over: 'sumForEach',
  }
}

/**
 * An aggregate in two steps: over the subjects of one unit, and over the units of a scope. The second step adds counts and merges
 * states, so different values and quantiles of a scope are as exact as those of a unit; percentages are never added.
 * Aggregates with the same second step travel together, as one array of the column `together`.
 */
export const twoSteps = (aggregate: Aggregate, bounds: Bounds): Travelling => {
  const where = aggregate.where(bounds)
  switch (aggregate.counts) {
    case 'subjects':
      return { of: `countIf(${where})`, together: 'added', over: 'sumForEach' }
    case 'sum':
      return {
        of: `toUInt64(sumIf(${aggregate.of(bounds)}, ${where}))`,
        together: 'added',
        over: 'sumForEach',
      }
    case 'different':
      return {
        of: `uniqExactIfState(${aggregate.of}, ${where})`,
        together: `different_${aggregate.of}`,
        over: 'uniqExactIfMergeForEach',
      }
    case 'quantile':
      return {
        of: `quantileExactIfState(${aggregate.level})(${aggregate.of}, ${where})`,
        together: `quantile_${Math.round(aggregate.level * 100)}_${aggregate.of}`,
        over: `quantileExactIfMergeForEach(${aggregate.level})`,
      }
  }
}

/** The same aggregate in one step, as a person would write it. */
export const oneStep = (aggregate: Aggregate, bounds: Bounds): string => {
  const where = aggregate.where(bounds)
  switch (aggregate.counts) {
    case 'subjects':
      return `countIf(${where})`
    case 'sum':
      return `sumIf(${aggregate.of(bounds)}, ${where})`
    case 'different':
      return `uniqExactIf(${aggregate.of}, ${where})`
    case 'quantile':
      return `quantileExactIf(${aggregate.level})(${aggregate.of}, ${where})`
  }
}
