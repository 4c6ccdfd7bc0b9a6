import { type Aggregate, type Bounds, QUANTILE_LEVELS } from './define.ts'

/**
 * How an aggregate is counted over the subjects of a unit, and put together over the units of a scope: counts are added, and of
 * different values and quantiles the states are merged, so that those of a scope are as exact as those of a unit. Nothing
 * that cannot be added is added. Aggregates that are put together alike travel as one array, the column `together`.
 */
export type Travelling = {
  together: string
  /** One text for each entry of the array. */
  of: string[]
  /** The aggregate of arrays that puts units together. */
  over: string
  /** For states: what makes numbers of several of them, and which of the numbers it gives is meant. */
  finish?: { by: string; number: number; numbers: number }
}

/**
 * An aggregate over subjects with an instant in the period: counted once for each place, the shortest period the instant lies in, for
 * all periods of a chain. A period's own number is made of the places up to it. Null where its condition is not of that form.
 */
export const byPlace = (
  aggregate: Aggregate,
  times: readonly string[],
  periods: number,
): Travelling | null => {
  const { inside } = aggregate.where
  if (!inside || !times.includes(inside.time)) return null
  const place = `${inside.time}_in`
  const each = (fn: string, of: string) =>
    Array.from({ length: periods }, (_, k) => `${fn}(${of}, ${place} = ${k} AND ${inside.and})`)
  switch (aggregate.counts) {
    case 'subjects':
      return {
        together: 'by_place',
        of: [`countIfResample(0, ${periods}, 1)(${inside.and}, ${place})`],
        over: 'sumForEach',
      }
    case 'sum':
      return null
    case 'different':
      return {
        together: `different_${aggregate.of}`,
        // As exact as uniqExact, of whole numbers only, and put together over scopes in less time.
        of: each('groupBitmapIfState', aggregate.of),
        over: 'groupBitmapIfMergeStateForEach',
        finish: { by: 'groupBitmapIfMerge', number: 0, numbers: 1 },
      }
    case 'quantile': {
      const levels = `(${QUANTILE_LEVELS.join(', ')})`
      return {
        together: `quantiles_${aggregate.of}`,
        of: each(`quantilesExactIfState${levels}`, aggregate.of),
        over: `quantilesExactIfMergeStateForEach${levels}`,
        finish: {
          by: `quantilesExactIfMerge${levels}`,
          number: QUANTILE_LEVELS.indexOf(aggregate.level),
          numbers: QUANTILE_LEVELS.length,
        },
      }
    }
  }
}

/**
 * An aggregate whose condition is of no simpler form: counted for one period.
 * @throws Error for one whose states would have to be merged: none needs it yet
 */
export const byPeriod = (aggregate: Aggregate, bounds: Bounds): Travelling => {
  const where = aggregate.where(bounds)
  switch (aggregate.counts) {
    case 'subjects':
      return { of: [`countIf(${where})`], together: 'added', over: 'sumForEach' }
    case 'sum':
      return {
        of: [`toUInt64(sumIf(${aggregate.of(bounds)}, ${where}))`],
        together: 'added',
        over: 'sumForEach',
      }
    default:
      throw new Error(
        `${aggregate.counts} of ${aggregate.of}: its condition must be made by within(), so that all periods are counted at once`,
      )
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
