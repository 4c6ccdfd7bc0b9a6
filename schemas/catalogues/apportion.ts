/**
 * A whole total divided in proportion to weights, by largest remainder; the parts sum to the total.
 * Equal remainders go to the earlier weight, so the answer never depends on the machine.
 */
export function apportion(total: number, weights: readonly number[]): number[] {
  const weightSum = weights.reduce((sum, weight) => sum + weight, 0)
  const parts = weights.map((weight) => Math.floor((total * weight) / weightSum))
  const missing = total - parts.reduce((sum, part) => sum + part, 0)
  weights
    .map((weight, i) => ({ i, remainder: (total * weight) % weightSum }))
    .sort((a, b) => b.remainder - a.remainder || a.i - b.i)
    .slice(0, missing)
    .forEach(({ i }) => {
      parts[i]! += 1
    })
  return parts
}

/**
 * A sequence in which the index `k` occurs `counts[k]` times, each as evenly spaced as the others allow:
 * the k that is furthest behind its share comes next.
 */
export function spread(counts: readonly number[]): number[] {
  const length = counts.reduce((sum, count) => sum + count, 0)
  const given = counts.map(() => 0)
  return Array.from({ length }, (_, i) => {
    const behind = counts.map((count, k) => (count * (i + 1)) / length - given[k]!)
    const next = behind.indexOf(Math.max(...behind))
    given[next]! += 1
    return next
  })
}
