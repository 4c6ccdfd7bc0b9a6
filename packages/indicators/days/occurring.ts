/** Conditions of one value that are kept in a number whose bits a bit operation can tell. */
const CONDITIONS_MAX = 31
const WORD = 32

/**
 * The stretches in which values occur, by scope and condition; each set of them the bits of a few words.
 * @throws RangeError for more conditions than 31
 */
export const occurringIn = (stretches: number, conditions: number) => {
  if (conditions > CONDITIONS_MAX)
    throw new RangeError(`more than ${CONDITIONS_MAX} conditions of different values`)
  const words = Math.ceil(stretches / WORD)
  /** By scope, then by value: of each condition its words. */
  const scopes = new Map<string, Map<number, Int32Array>>()
  return {
    /** A value occurs in a stretch, under the conditions whose bits are set. */
    add(scope: string, value: number, stretch: number, mask: number): void {
      const values = scopes.get(scope) ?? new Map<number, Int32Array>()
      const sets = values.get(value) ?? new Int32Array(words * conditions)
      scopes.set(scope, values.set(value, sets))
      const [word, bit] = [stretch >>> 5, 1 << (stretch & 31)]
      for (let rest = mask; rest !== 0; rest &= rest - 1)
        sets[(31 - Math.clz32(rest & -rest)) * words + word]! |= bit
    },
    /**
     * Of each scope and condition, one row of stretches for each beginning (rising): how many values occur between the two, both inside; a value is
     * counted where it occurs first from the beginning on. The last row: how many occur in each stretch by itself.
     */
    counted(begins: readonly number[]): Map<string, Uint32Array[]> {
      return new Map(
        [...scopes].map(([scope, values]) => {
          const counts = Array.from(
            { length: conditions },
            () => new Uint32Array((begins.length + 1) * stretches),
          )
          for (const sets of values.values())
            for (let condition = 0; condition < conditions; condition++) {
              const [of, at] = [counts[condition]!, condition * words]
              for (let n = 0; n < begins.length; n++) {
                const first = firstFrom(sets, at, words, begins[n]!)
                if (first === -1) break
                of[n * stretches + first]!++
              }
              for (let each = firstFrom(sets, at, words, 0); each !== -1; )
                each = countedAt(of, begins.length * stretches, sets, at, words, each)
            }
          for (const of of counts)
            for (let n = 0; n < begins.length; n++)
              for (let to = begins[n]! + 1; to < stretches; to++)
                of[n * stretches + to]! += of[n * stretches + to - 1]!
          return [scope, counts]
        }),
      )
    },
  }
}

/** Counts a stretch, and gives the next one; -1: there is none. */
const countedAt = (
  of: Uint32Array,
  row: number,
  sets: Int32Array,
  at: number,
  words: number,
  stretch: number,
): number => {
  of[row + stretch]!++
  return stretch + 1 < words * WORD ? firstFrom(sets, at, words, stretch + 1) : -1
}

/** The first bit at or after one, of some words; -1: there is none. */
const firstFrom = (sets: Int32Array, at: number, words: number, from: number): number => {
  for (let word = from >>> 5; word < words; word++) {
    const all = sets[at + word]!
    const bits = word === from >>> 5 ? all & (-1 << (from & 31)) : all
    if (bits !== 0) return word * WORD + 31 - Math.clz32(bits & -bits)
  }
  return -1
}
