import type { Attempt, AttemptLog } from './attempts.ts'

/** A log of attempts in memory; two deliveries over one are two publishers. */
export const memoryAttempts = (): AttemptLog & { rows: Attempt[] } => {
  const rows: Attempt[] = []
  const sorted = (some: Attempt[]) =>
    some.toSorted((a, b) => a.attemptedAtMs - b.attemptedAtMs || (a.attemptId < b.attemptId ? -1 : 1))
  return {
    rows,
    append: async (attempt) => void rows.push(attempt),
    since: async (ms) => sorted(rows.filter((row) => row.attemptedAtMs >= ms)),
    of: async (key) => sorted(rows.filter((row) => row.key === key)),
  }
}
