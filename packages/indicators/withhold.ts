import type { Relation } from './relations.ts'

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
 * Of the cells of one indicator and period, by scope, those that are withheld: the small ones, and wherever one alone could be worked out
 * from a whole and its other parts, the next smallest beside it. Cells of nothing hide nothing, so they are never chosen.
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
  for (let isSettled = false; !isSettled; ) {
    isSettled = true
    for (const { whole, parts } of smallestFirst) {
      const hidden = [whole, ...parts].filter((key) => withheld.has(key))
      if (hidden.length !== 1 || !cells.has(whole)) continue
      const next = parts.find((part) => !withheld.has(part)) ?? whole
      if (withheld.has(next)) continue
      withheld.add(next)
      isSettled = false
    }
  }
  return withheld
}
