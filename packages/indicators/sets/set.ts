/**
 * A set of subjects as indicators see it: the columns of its table, and facts that are worked out of them once a row.
 * Facts may use the names `from_at` and `to_at`, the bounds of the widest period asked for.
 */
export type SetOfSubjects = {
  topic: string
  /** Current state, one row per subject. */
  current: string
  /** Every version of every subject. */
  versions: string
  /** What may stand behind WITH, because facts name it. */
  definitions: Record<string, string>
  /**
   * Columns of the table that facts and indicators may name, the subject's key and version among them. `extra` is JSON of the fields the
   * contract does not know, those it was given as data among them: `JSONExtractBool(extra, 'isPriority')`.
   */
  columns: readonly string[]
  /** Instants that periods are asked about. */
  times: readonly string[]
  /** The instant that decides which unit tree a subject belongs to. */
  belongsAt: string
  /**
   * The first of all its instants: what had ended by then it brings nothing to. Systems do send payments and results that lie before
   * what they say is the receipt.
   */
  beginsAt: string
  /**
   * True for a subject that counts in none of the periods between `from_at` and `to_at`, whatever is asked: nothing more is worked out
   * for it. Names columns only. Not said: every subject may count; so it must be where a fact looks at other subjects.
   */
  elsewhere?: string
  /** Further expressions a row, each may use those before it. */
  facts: readonly (readonly [name: string, sql: string])[]
  /**
   * While the numbers of a subject depend on the day they are asked for, beyond which of its instants lie in the period: from its first
   * instant on (before it the subject counts nowhere) until its last (null: still open). Not said: always. Both may name facts that do not name `to_at`.
   */
  moves?: { from: string; until: string }
  /** Facts that name `to_at` and do not depend on it for a subject one of whose times lies before it, by that time. */
  knownAfter?: Readonly<Record<string, readonly string[]>>
  /** Columns a person may see when the events behind a number are listed; nothing that leads to a person. */
  shown: readonly string[]
}
