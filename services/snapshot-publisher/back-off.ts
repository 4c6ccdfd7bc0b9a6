const FIRST_MS = 1_000
const MOST_MS = 300_000

/**
 * How long to wait after so many failures in a row: exponential with full jitter, at most five minutes. `random` gives [0, 1).
 * Never below a tenth of the bound: a draw near zero would be no pause at all.
 */
export const backOffMs = (failures: number, random: () => number): number => {
  const bound = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 20))
  return Math.round(Math.max(bound / 10, random() * bound))
}
