import type { Aggregate, Bounds } from './define.ts'

/**
 * An aggregate in two steps: over the subjects of one unit, and over the units of a scope. The second step merges states,
 * so different values and quantiles of a scope are as exact as those of a unit; percentages are never added.
 */
export const twoSteps = (aggregate: Aggregate, bounds: Bounds): { of: string; over: (inner: string) => string } => {
  const where = aggregate.where(bounds)
  switch (aggregate.counts) {
    case 'subjects':
      return { of: `countIf(${where})`, over: (inner) => `sum(${inner})` }
    case 'sum':
      return { of: `sumIf(${aggregate.of(bounds)}, ${where})`, over: (inner) => `sum(${inner})` }
    case 'different':
      return { of: `uniqExactIfState(${aggregate.of}, ${where})`, over: (inner) => `uniqExactIfMerge(${inner})` }
    case 'quantile': {
      const quantile = `(${aggregate.level})`
      return {
        of: `quantileExactIfState${quantile}(${aggregate.of}, ${where})`,
        over: (inner) => `quantileExactIfMerge${quantile}(${inner})`,
      }
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
