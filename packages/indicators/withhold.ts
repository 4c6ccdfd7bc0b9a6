import type { Relation } from './relations.ts'
import { workedOut } from './worked-out.ts'

/** Counts from 1 up to this could single out a person and do not leave the province, unless a setting says otherwise (domain.md §9.3). */
export const SMALL_COUNT_MAX = 4

type Halves = { numerator: number | null; denominator: number | null }

/** True if a cell is too small to publish: its numerator, denominator or their difference is between 1 and the bound; 0 is published. */
export const withhold = ({ numerator, denominator }: Halves, upTo: number = SMALL_COUNT_MAX): boolean => {
  const small = (count: number) => count >= 1 && count <= upTo
  return (
    (numerator !== null && small(numerator)) ||
    (denominator !== null && small(denominator)) ||
    (numerator !== null && denominator !== null && small(denominator - numerator))
  )
}

/**
 * Of the cells of one indicator and period, by scope, those that are withheld: the small ones, and wherever one could be worked out from a
 * whole and its other parts, or from several such sums together, the next smallest beside it. Cells of nothing hide nothing, so they
 * are never chosen.
 */
export const withheldAmong = (
  cells: ReadonlyMap<string, Halves>,
  relations: readonly Relation[],
  upTo: number,
): Set<string> => {
  const withheld = new Set([...cells].filter(([, halves]) => withhold(halves, upTo)).map(([key]) => key))
  if (withheld.size === 0) return withheld
  const sizeOf = (key: string) => cells.get(key)?.denominator ?? cells.get(key)?.numerator ?? 0
  const smallestFirst = relations.map(({ whole, parts }) => ({
    whole,
    parts: parts.filter((part) => sizeOf(part) > 0).sort((a, b) => sizeOf(a) - sizeOf(b) || (a < b ? -1 : 1)),
  }))
  /** Hides one cell more in a sum; false where all of it is hidden. */
  const hideMore = ({ whole, parts }: Relation): boolean => {
    const next = [...parts, whole].find((key) => !withheld.has(key) && sizeOf(key) > 0)
    if (next !== undefined) withheld.add(next)
    return next !== undefined
  }
  const lonely = () =>
    smallestFirst.filter(
      ({ whole, parts }) => [whole, ...parts].filter((key) => withheld.has(key)).length === 1,
    )
  for (let isSettled = false; !isSettled; ) {
    while (lonely().some(hideMore)) {}
    // No sum gives one away by itself; several of them may. One that is given away may have nothing left to hide beside it in its own
    // sums, when another that is given away with it has, or only a third they are worked out through.
    const found = workedOut(
      [...withheld].filter((key) => sizeOf(key) > 0),
      smallestFirst,
    )
    const holds = (keys: ReadonlySet<string>) => (sum: Relation) =>
      [sum.whole, ...sum.parts].some((key) => keys.has(key))
    isSettled =
      found.length === 0 ||
      !(
        found.some((key) => smallestFirst.filter(holds(new Set([key]))).some(hideMore)) ||
        smallestFirst.filter(holds(withheld)).some(hideMore)
      )
  }
  return withheld
}
