/** Edits of one letter that turn one word into the other (Levenshtein). */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  return row[b.length]!
}

/** The known codes most like what was written, for a fault a person can mend at once. At most `count`. */
export const nearest = (written: string, known: readonly string[], count = 3): string[] => {
  const word = written.slice(0, 80).toUpperCase()
  return known
    .map((code) => ({ code, edits: distance(word, code.toUpperCase()) }))
    .sort((a, b) => a.edits - b.edits || (a.code < b.code ? -1 : 1))
    .slice(0, count)
    .map(({ code }) => code)
}
