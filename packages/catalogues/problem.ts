import type { CatalogueDocuments } from './documents.ts'

/** The closed set of ways a catalogue can be wrong. */
export type ProblemCode =
  | 'missing-file'
  | 'unknown-file'
  | 'not-json'
  | 'shape' // not what the schema says
  | 'duplicate-key' // two rows of the same code and validFrom
  | 'code-used-twice' // one code for two things that may not share it
  | 'overlapping-validity' // one code names two rows on one day
  | 'empty-validity' // ends before it begins
  | 'missing-parent' // a day of its life without a living parent
  | 'wrong-level' // a parent, or a watched unit, of a level that cannot be
  | 'missing-predecessor' // begins after the data do, out of nothing
  | 'missing-successor' // ends, and nothing takes its place
  | 'unknown-predecessor' // names a row that is not there
  | 'predecessor-end' // its predecessor does not end when it begins
  | 'unknown-reference' // names a field, topic or unit that is not there
  | 'name-not-nfc'
  | 'name-spaces'
  | 'name-apostrophe'
  | 'deadline' // not the day its printed words mean
  | 'bad-scale' // bounds that admit no answer, or words that do not fit them
  | 'not-exceptional' // a day off on a weekend, or a weekday worked in exchange
  | 'wrong-order' // days that are not in order, or listed twice
  | 'outside-description' // a day outside of the years the calendar knows, or its own year
  | 'count' // not as many rows on a day as were printed

/** One thing wrong with a catalogue: where it is, and what the person who keeps it must do. */
export type Problem = {
  file: `${keyof CatalogueDocuments}.json`
  /** The row's key, e.g. `24955@2024-12-01`, or a path into the file. */
  row: string
  code: ProblemCode
  message: string
}

/** The key of a row that lives for a time, as problems print it. */
export function keyOf(row: { code: string; validFrom: string }): string {
  return `${row.code}@${row.validFrom}`
}
