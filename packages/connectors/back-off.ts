const FIRST_MS = 1_000
const LAST_MS = 300_000
/** What the other side asks for is honoured up to here; a clock of its own gone wrong must not silence a source for days. */
const ASKED_MS_MAX = 3_600_000

/** How long to wait after each failure: doubled each time, at most five minutes, half of it left to chance so that many do not come back at once. */
export const openBackOff = (random: () => number) => {
  let waitMs = FIRST_MS
  return {
    next: (askedMs: number | null): number => {
      const mine = waitMs / 2 + random() * (waitMs / 2)
      waitMs = Math.min(waitMs * 2, LAST_MS)
      return askedMs === null ? mine : Math.max(mine, Math.min(askedMs, ASKED_MS_MAX))
    },
    reset: (): void => {
      waitMs = FIRST_MS
    },
  }
}
