/** Counts from 1 up to this could single out a person and do not leave the province (domain.md §9.3). */
export const SMALL_COUNT_MAX = 4

const small = (count: number) => count >= 1 && count <= SMALL_COUNT_MAX

/** True if a cell is too small to publish: its numerator, denominator or their difference is between 1 and the bound; 0 is published. */
export const withhold = (halves: { numerator: number | null; denominator: number | null }): boolean => {
  const { numerator, denominator } = halves
  return (
    (numerator !== null && small(numerator)) ||
    (denominator !== null && small(denominator)) ||
    (numerator !== null && denominator !== null && small(denominator - numerator))
  )
}
