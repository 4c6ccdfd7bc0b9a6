import type { Relation } from './relations.ts'

/** Products of two numbers below it are exact. */
const PRIME = 67_108_859

/**
 * Of numbers that are not known, those the sums they stand in give away together: elimination, modulo a prime, over the sums with every
 * known number left out.
 */
export const workedOut = (unknown: readonly string[], relations: readonly Relation[]): string[] => {
  const column = new Map(unknown.map((key, index) => [key, index]))
  const rows = relations
    .map(({ whole, parts }) => {
      const row = new Float64Array(unknown.length)
      for (const part of parts) if (column.has(part)) row[column.get(part)!] = 1
      if (column.has(whole)) row[column.get(whole)!] = PRIME - 1
      return row
    })
    .filter((row) => row.some((each) => each !== 0))
  let done = 0
  for (let at = 0; at < unknown.length && done < rows.length; at++) {
    const pivot = rows.findIndex((row, index) => index >= done && row[at] !== 0)
    if (pivot === -1) continue
    const row = rows[pivot]!
    rows[pivot] = rows[done]!
    const scale = inverse(row[at]!)
    rows[done] = row.map((each) => (each * scale) % PRIME)
    for (let other = 0; other < rows.length; other++) {
      const factor = rows[other]![at]!
      if (other === done || factor === 0) continue
      rows[other] = rows[other]!.map((each, k) => (each + (PRIME - factor) * rows[done]![k]!) % PRIME)
    }
    done++
  }
  return rows.flatMap((row) => {
    const alone = row.findIndex((each) => each !== 0)
    return alone !== -1 && row.findLastIndex((each) => each !== 0) === alone ? [unknown[alone]!] : []
  })
}

/** By Fermat: the number to the power of the prime less two. */
const inverse = (of: number): number => {
  let result = 1
  for (let base = of, power = PRIME - 2; power > 0; power = Math.floor(power / 2)) {
    if (power % 2 === 1) result = (result * base) % PRIME
    base = (base * base) % PRIME
  }
  return result
}
