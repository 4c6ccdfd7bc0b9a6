/** A growing total over the last seconds, as a speed. */
export type Rate = {
  /** Tells the total at an instant (epoch ms). */
  tell(total: number, atMs: number): void
  /** Events per second over the window; null until two totals are known. */
  perSecond(): number | null
}

/** Speed over a sliding window: short enough to see a stop, long enough not to flicker. */
export function openRate(windowMs: number): Rate {
  let told: { total: number; atMs: number }[] = []
  return {
    tell: (total, atMs) => {
      const before = told.at(-1)
      if (before && total < before.total) told = [] // counted anew, e.g. after a restore
      told.push({ total, atMs })
      // One total from before the window stays: the speed is measured from it.
      while (told.length > 2 && told[1]!.atMs <= atMs - windowMs) told.shift()
    },
    perSecond: () => {
      const first = told[0]
      const last = told.at(-1)
      if (!first || !last || last.atMs <= first.atMs) return null
      return ((last.total - first.total) * 1000) / (last.atMs - first.atMs)
    },
  }
}
