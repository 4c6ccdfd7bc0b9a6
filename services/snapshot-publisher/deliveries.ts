import type { Attempt, AttemptLog } from './attempts.ts'
import { after, type Standing, untried } from './standing.ts'

/** Another publisher's clock may be behind ours, and its row may come late. */
const OVERLAP_MS = 600_000

/** How every snapshot stands, from the attempts that are kept: a restart, or a second publisher, repeats nothing that was answered. */
export const openDeliveries = (log: AttemptLog) => {
  const kept = new Map<string, Map<string, Attempt>>()
  const standings = new Map<string, Standing>()
  let newestMs = Number.NEGATIVE_INFINITY
  let lookedAtMs = Number.NEGATIVE_INFINITY

  const add = (attempts: readonly Attempt[]) => {
    const touched = new Set<string>()
    for (const attempt of attempts) {
      const mine = kept.get(attempt.key) ?? new Map<string, Attempt>()
      kept.set(attempt.key, mine)
      newestMs = Math.max(newestMs, attempt.attemptedAtMs)
      if (mine.has(attempt.attemptId)) continue
      // Its texts stay in the table.
      mine.set(attempt.attemptId, { ...attempt, receipt: '', answer: '' })
      touched.add(attempt.key)
    }
    for (const key of touched)
      standings.set(key, [...kept.get(key)!.values()].toSorted(byTime).reduce(after, untried))
  }

  return {
    of: (key: string): Standing => standings.get(key) ?? untried,
    /** Reads what was attempted since the last look, by whomever; not where that was within some time. */
    refresh: async (lookedMsMax = 0) => {
      const nowMs = performance.now()
      if (nowMs - lookedAtMs < lookedMsMax) return
      add(await log.since(newestMs === Number.NEGATIVE_INFINITY ? 0 : newestMs - OVERLAP_MS))
      lookedAtMs = nowMs
    },
    /** Kept first, then known. */
    append: async (attempt: Attempt) => {
      await log.append(attempt)
      add([attempt])
    },
    attempts: (key: string) => log.of(key),
  }
}

const byTime = (a: Attempt, b: Attempt) =>
  a.attemptedAtMs - b.attemptedAtMs || (a.attemptId < b.attemptId ? -1 : 1)
