import type { Bilingual } from '@ioc/scoring'
import type { Halves } from '../cells.ts'
import type { CountedIndicator, Described, ReportedIndicator } from '../define.ts'
import type { Report } from '../reports.ts'

/** First and last day, both inside. */
export type Days = { from: string; to: string }

/** What is known of one scope in one period when a score is made of it. */
export type Facts = {
  unitCode: string
  period: Days
  /** Halves of an indicator in this scope and period, or in another period; undefined: nobody has told. */
  halvesOf(indicator: string, period?: Days): Halves | undefined
  /** Halves another body reported of another unit, for the same period. */
  halvesOfUnit(unitCode: string, indicator: string): Halves | undefined
  /** What a document prints for an indicator in this scope and period. */
  printedOf(indicator: string): string | undefined
  /** All that other bodies reported of the unit, of any time. */
  reports: readonly Report[]
}

/** A component of a score with its points: its percent before any cap, both with two decimals. */
export type Part = { code: string; ratio: string | null; score: string; max: number }

/** One score of a scope in a period, before it is judged. Numbers are exact decimal text. */
export type Score = {
  /** Points, or a count; null where what it is made of does not decide it. */
  numerator: string | null
  denominator: string
  /** True where nobody told anything it could be made of: that is missing, not inapplicable. */
  isUntold?: boolean
  /** The points that stand because a body published them, whatever is computed beside them. */
  published?: string
  band?: string
  note?: Bilingual
  /** Codes of components nobody has told anything of; of a rank, of the units. */
  missing?: readonly string[]
  /** Points of the components it is the sum of. */
  parts?: readonly Part[]
  /** Words beside those of its inputs. */
  flags?: readonly string[]
}

/**
 * When scores of a rule are made: in every period asked for; in the newest period something was told for that the rule can
 * judge; or as of the last day.
 */
export type When = 'periods' | { told: (period: Days) => boolean } | 'date'

/** A rule that makes scores of other indicators; one run gives all its scores of a scope in a period. No SQL. */
export type Scorer = {
  /** The version of the rule: `766@2026`; null where no profile gives points. */
  profile: string | null
  when: When
  /** Everything the points depend on beside the inputs; a change of it is another rule. */
  rule: unknown
  inputs: readonly (CountedIndicator | ReportedIndicator)[]
  /** By indicator; an indicator that is not in it has no value there. */
  score(facts: Facts): ReadonlyMap<string, Score>
  /** The kind of difference the arithmetic shows between what documents print and what the counts give, by indicator. */
  differences?(facts: Facts): ReadonlyMap<string, string>
}

/** Made of halves of other indicators of the same scope and period. */
export type ScoreIndicator = Described & {
  of: 'scores'
  by: Scorer
  /** Ids of what it is directly made of, other scores too; not said: of all inputs of its rule. */
  components?: readonly string[]
  /** It is made of its components of every unit of the level in its period, not of its own alone: a rank. */
  isAmongItsLevel?: true
  /** Ids of the inputs it comes down to in the end, whose flags are its own; not said: all inputs of its rule. */
  leaves?: readonly string[]
}
