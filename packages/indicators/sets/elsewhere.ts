/** Instants of a subject, each perhaps null, and arrays of such. */
export type Instants = { single: readonly string[]; several: readonly string[] }

/**
 * SQL: true for a subject that lies wholly outside the periods between `from_at` and `to_at`. It had ended before them and none of its instants
 * comes later, or none comes before their end. Plain comparisons: an instant most subjects fail by is looked at first, and decides.
 *
 * @param ended the end that stands for every rule; null while the subject is open
 */
export const elsewhere = (ended: string, { single, several }: Instants): string => {
  const all = (bound: string, side: '<' | '>=') => [
    ...single.map((instant) => `ifNull(${instant} ${side} ${bound}, true)`),
    ...several.map((array) => `arrayAll(at -> ifNull(at ${side} ${bound}, true), ${array})`),
  ]
  const over = [`ifNull(${ended} < from_at, false)`, ...all('from_at', '<')]
  const toCome = all('to_at', '>=')
  return `(${over.join(' AND ')}) OR (${toCome.join(' AND ')})`
}
