import { hash } from 'node:crypto'

/** The seed of all draws of one simulation, from any text. */
export const seedOf = (text: string): number => Number.parseInt(hash('sha256', text, 'hex').slice(0, 8), 16)

/** A few letters that tell the events of one seed from those of another. */
export const seedTag = (text: string): string => hash('sha256', text, 'hex').slice(0, 6)

/**
 * A number from 0 to 2^32 − 1 that depends on seed, subject and purpose alone, so that any event can be made without
 * those before it. Finalizer of MurmurHash3 (Austin Appleby, public domain), run twice.
 */
export const draw = (seed: number, subject: number, purpose: number): number => {
  let h = seed ^ Math.imul(subject + 1, 0x9e3779b1)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h ^= Math.imul(purpose + 1, 0xc2b2ae35)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** The same as a fraction: 0 ≤ u < 1. */
export const chance = (seed: number, subject: number, purpose: number): number =>
  draw(seed, subject, purpose) / 4294967296

/** Index into a table of rising sums (the last is the whole), by a fraction 0 ≤ u < 1. */
export const pickBySums = (sums: ArrayLike<number>, u: number): number => {
  const wanted = u * sums[sums.length - 1]!
  let low = 0
  let high = sums.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (sums[middle]! > wanted) high = middle
    else low = middle + 1
  }
  return low
}

/** Rising sums of weights, for `pickBySums`. */
export const sumsOf = (weights: readonly number[]): Float64Array => {
  const sums = new Float64Array(weights.length)
  let sum = 0
  weights.forEach((weight, i) => {
    sum += weight
    sums[i] = sum
  })
  return sums
}
