import { draw, seedOf } from '@ioc/simulation/draw.ts'

/** Chances of one purpose of one seed, one after the other; another purpose of the same seed is not moved by them. */
export type Draws = {
  /** A whole number from 0 to n − 1. */
  below(n: number): number
  /** A whole number from `low` to `high`, both possible. */
  between(low: number, high: number): number
  /** True in this share of cases. */
  chance(share: number): boolean
  pick<T>(list: readonly T[]): T
}

export const drawsOf = (seed: number, purpose: string): Draws => {
  const root = seedOf(`faults/${seed}/${purpose}`)
  let drawn = 0
  const fraction = () => draw(root, drawn++, 0) / 2 ** 32
  const below = (n: number) => Math.floor(fraction() * n)
  return {
    below,
    between: (low, high) => low + below(high - low + 1),
    chance: (share) => fraction() < share,
    pick: (list) => list[below(list.length)]!,
  }
}
