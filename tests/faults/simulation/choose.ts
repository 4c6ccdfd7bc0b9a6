/** Choices from a seed: mulberry32 (Tommy Ettinger, public domain), enough to walk through schedules. */
export const openChoices = (seed: number) => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return (t ^ (t >>> 14)) >>> 0
  }
  return {
    /** A whole number from 0 to `count − 1`. */
    below: (count: number): number => next() % count,
    /** True in `rate` of a thousand cases. */
    happens: (rate: number): boolean => rate > 0 && next() % 1_000 < rate,
  }
}

export type Choices = ReturnType<typeof openChoices>
