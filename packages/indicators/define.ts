import type { UnitLevel } from '@ioc/catalogues'
import type { Bilingual } from '@ioc/scoring'
import type { MeasureKind } from './figure.ts'
import type { ScoreIndicator } from './scores/score.ts'

/** The sets of subjects an indicator can count; each is the newest version of every subject as of a cut, voided ones left out. */
export type SubjectSet = 'dossiers' | 'feedback' | 'forms' | 'reports'

/** Of the sets, those whose subjects are counted here; reports carry halves that others counted. */
export type CountedSet = Exclude<SubjectSet, 'reports'>

/** What a condition may say of the period it is counted for, as SQL. */
export type Bounds = {
  /** The period's first millisecond. */
  begin: string
  /** The first millisecond after the period; for a period that still runs, the instant it is looked at. */
  end: string
  /** True for an instant inside the period. */
  within(instant: string): string
}

/**
 * SQL over a set's columns and facts (`sets/`), for a period. Where it is `inside` — a column of the set's times lies in the
 * period, and something that does not depend on the period — it says so, and all periods of a chain are counted at once.
 */
export type Expression = ((period: Bounds) => string) & { inside?: { time: string; and: string } }

/** What ClickHouse counts: subjects, a sum over them, different values of a whole number among them, or an exact quantile of such a number. */
export type Aggregate =
  | { counts: 'subjects'; where: Expression }
  /**
   * `adds`: what it comes to in a period is the sum of what it comes to in the parts of the period. `instants`: the column of instants
   * of which it counts those in the period, and nothing else.
   */
  | { counts: 'sum'; of: Expression; where: Expression; adds?: true; instants?: string }
  | { counts: 'different'; of: string; where: Expression }
  | { counts: 'quantile'; level: QuantileLevel; of: string; where: Expression }

/** The quantiles that are asked for; those of the same subjects are taken of one state. */
export const QUANTILE_LEVELS = [0.5, 0.9] as const
export type QuantileLevel = (typeof QUANTILE_LEVELS)[number]

/** How far the rule of an indicator can be relied on: stated by a document, fitting the numbers only, or known from hearsay (domain.md's marks). */
export type RuleEvidence = 'published' | 'inferred' | 'unconfirmed'

/** What the halves of an indicator count, said to people; `denominator` is null where there is none. */
export type HalvesInWords = { numerator: Bilingual; denominator: Bilingual | null }

/** What is said of every indicator, however it comes about. */
export type Described = {
  id: string
  /** Raised when the rule changes; a cut pins it. */
  version: number
  title: { vi: string; en: string }
  /** Whose document states the rule, by its own name. */
  source: string
  /** What of the rule is inferred or unconfirmed, and how it is read here; not said: nothing. */
  remark?: Bilingual
  /** What its halves count; not said of a figure that others count, whose document says it. */
  halves?: HalvesInWords
  evidence: RuleEvidence
  group: string
  /** The one level of units it counts; a scope that holds none of them has no value. Not said: all. */
  level?: UnitLevel
  kind: MeasureKind
  /** What full points are worth; 100 if not said. */
  maximum?: number
  /** Decimals a judged number is shown with; 2 if not said. */
  places?: 2 | 4
  /**
   * Version of the survey method that makes it, e.g. `sipas@2022`. Values may stand on one line only with values of the same
   * method: SIPAS fell with its method in 2022, which says nothing about the province (domain.md §5).
   */
  method?: string
  unitOfMeasure: string
  /** True where a small count could single out a person: 1 to 4 is withheld from what leaves the province. */
  aboutPersons: boolean
}

/** Counted here from subjects. `denominator` is null where there is none; for a quantile it is the number of cases it is taken of. */
export type CountedIndicator = Described & {
  of: CountedSet
  /** Where the set's contract has streams, the one it counts: only a source that tells of it can make it a zero. */
  stream?: string
  halves: HalvesInWords
  numerator: Aggregate
  denominator: Aggregate | null
}

/** Its halves are counted by another body and carried with period and document. */
export type ReportedIndicator = Described & { of: 'reports' }

/** An indicator: ClickHouse counts its halves, or others report them, or it is made of those of others; TypeScript judges them. */
export type Indicator = CountedIndicator | ReportedIndicator | ScoreIndicator

/** Declares an indicator; only fixes the types. */
export const defineIndicator = <Kind extends Indicator>(indicator: Kind): Kind => indicator

export const isCounted = (indicator: Indicator): indicator is CountedIndicator =>
  indicator.of !== 'reports' && indicator.of !== 'scores'

export const isReported = (indicator: Indicator): indicator is ReportedIndicator => indicator.of === 'reports'

export const isScore = (indicator: Indicator): indicator is ScoreIndicator => indicator.of === 'scores'

/** The indicators whose halves a score is made of; of any other, itself. */
export const madeOf = (indicator: Indicator): readonly (CountedIndicator | ReportedIndicator)[] =>
  isScore(indicator) ? indicator.by.inputs : [indicator]

/** How many subjects fulfil a condition. */
export const subjects = (where: Expression): Aggregate => ({ counts: 'subjects', where })

/** Subjects of the denominator, and how many of them also fulfil the numerator. */
export const share = (denominator: Expression, numerator: Expression) => ({
  denominator: subjects(denominator),
  numerator: subjects(both(denominator, numerator)),
})

/** Both conditions; inside a period where the first is and the second does not speak of it. */
const both = (first: Expression, second: Expression): Expression => {
  const expression: Expression = (period) => `(${first(period)}) AND (${second(period)})`
  if (first.inside && isTimeless(second)) {
    const { time, and } = first.inside
    expression.inside = { time, and: `(${and}) AND (${second(NO_PERIOD)})` }
  }
  return expression
}

const NO_PERIOD: Bounds = {
  get begin(): string {
    throw new SpeaksOfPeriod()
  },
  get end(): string {
    throw new SpeaksOfPeriod()
  },
  within() {
    throw new SpeaksOfPeriod()
  },
}
class SpeaksOfPeriod extends Error {}

/** Tried out: a condition that asks for a bound is not timeless. */
const isTimeless = (expression: Expression): boolean => {
  try {
    expression(NO_PERIOD)
    return true
  } catch (error) {
    if (error instanceof SpeaksOfPeriod) return false
    throw error
  }
}

/** Different values of a column of whole numbers (UInt) among the subjects of the denominator, and among those that also fulfil the numerator. */
export const shareOfDifferent = (column: string, denominator: Expression, numerator: Expression) => ({
  denominator: { counts: 'different', of: column, where: denominator } as const,
  numerator: {
    counts: 'different',
    of: column,
    where: both(denominator, numerator),
  } as const,
})

/**
 * An exact quantile of a whole number of the subjects, with the number of cases: of n values in order the one at
 * position floor(level × n), counted from 0 — ClickHouse's quantileExact — which always is a value that occurred.
 * A quantile of quantiles means nothing: of a larger scope it is taken anew over all its subjects.
 */
export const quantile = (level: QuantileLevel, of: string, where: Expression) => ({
  numerator: { counts: 'quantile', level, of, where } as const,
  denominator: subjects(where),
})

/** Conditions that say nothing of the period. */
export const always =
  (sql: string): Expression =>
  () =>
    sql

/** True for an instant column that falls into the period, and a condition that does not speak of it. */
export const within = (column: string, and = 'true'): Expression => {
  const expression: Expression = (period) =>
    and === 'true' ? period.within(column) : `${period.within(column)} AND ${and}`
  expression.inside = { time: column, and }
  return expression
}
