const SUGGESTIONS_MAX = 3

/**
 * Up to three of `known` that differ least from `code`, nearest first; among equals the one that begins alike for
 * longer, then by code. A code more than half of which would have to change is no suggestion. Case and outer spaces
 * count for nothing.
 */
export function nearestCodes(code: string, known: Iterable<string>): string[] {
  // Long garbage must not buy long work: no known code is near it anyway.
  const sought = code.trim().toUpperCase().slice(0, 32)
  const differencesMax = Math.floor(sought.length / 2)
  return [...known]
    .map((candidate) => ({
      candidate,
      differences: editDistance(sought, candidate.toUpperCase()),
      alike: commonStart(sought, candidate.toUpperCase()),
    }))
    .filter(({ differences }) => differences <= differencesMax)
    .sort(
      (a, b) => a.differences - b.differences || b.alike - a.alike || (a.candidate < b.candidate ? -1 : 1),
    )
    .slice(0, SUGGESTIONS_MAX)
    .map(({ candidate }) => candidate)
}

/** How many characters must be added, dropped or changed (Levenshtein), kept as one row of the usual table. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const changed = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(changed, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[b.length]!
}

function commonStart(a: string, b: string): number {
  let length = 0
  while (length < a.length && a[length] === b[length]) length++
  return length
}
