import { draw } from './draw.ts'

/**
 * A seeded one-to-one mapping of 0 … size − 1 onto itself, without a table: a four-round Feistel network over the next
 * even number of bits, walked until it lands inside (Black and Rogaway, "Ciphers with arbitrary finite domains", 2002).
 * `permute(i) < k` so chooses exactly k of the size.
 */
export const permutation = (seed: number, size: number): ((index: number) => number) => {
  let halfBits = 1
  while (4 ** halfBits < size) halfBits++
  const half = 2 ** halfBits
  const once = (value: number): number => {
    let left = Math.floor(value / half)
    let right = value % half
    for (let round = 0; round < 4; round++) {
      const mixed = left ^ (draw(seed, right, round) & (half - 1))
      left = right
      right = mixed
    }
    return left * half + right
  }
  return (index) => {
    let value = once(index)
    while (value >= size) value = once(value)
    return value
  }
}
