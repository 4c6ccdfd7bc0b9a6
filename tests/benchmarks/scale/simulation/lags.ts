import type { Stretch } from './arrivals.ts'

const BIN_SECONDS = 0.005
const BINS = 400_000 // of 2,000 s
const PLACES = [0.1, 0.3, 0.5, 0.7, 0.9]

/** From arrival to row, by events; those that waited longer than 2,000 s count as 2,000 s. */
export type Lags = {
  /** All of these were durable at this second. */
  note(done: readonly Stretch[], at: number): void
  /** Seconds; NaN where nothing came. */
  percentile(share: number): number
}

export const openLags = (): Lags => {
  const bins = new Float64Array(BINS)
  let all = 0
  return {
    note(done, at) {
      for (const { from, to, events } of done) {
        all += events
        for (const place of PLACES) {
          const bin = Math.min(BINS - 1, Math.floor((at - from - (to - from) * place) / BIN_SECONDS))
          bins[bin]! += events / PLACES.length
        }
      }
    },
    percentile(share) {
      let sum = 0
      for (let bin = 0; bin < BINS; bin++) {
        sum += bins[bin]!
        if (sum > 0 && sum >= all * share) return (bin + 1) * BIN_SECONDS
      }
      return Number.NaN
    },
  }
}
