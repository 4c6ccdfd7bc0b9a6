import type { MeasureKind } from './figure.ts'

/** The sets of subjects an indicator can count; each is the newest version of every subject as of a cut, voided ones left out. */
export type SubjectSet = 'dossiers' | 'feedback' | 'forms' | 'reports'

/**
 * An indicator: ClickHouse counts its halves, TypeScript judges them. The halves are aggregate expressions over the set's
 * columns and the period's bounds `from_at` (first millisecond) and `to_at` (first millisecond after).
 */
export type Indicator = {
  id: string
  /** Raised when the rule changes; a cut pins it. */
  version: number
  title: { vi: string; en: string }
  /** Whose document states the rule, and what of it is inferred. */
  source: string
  group: string
  kind: MeasureKind
  /** What full points are worth; 100 if not said. */
  maximum?: number
  of: SubjectSet
  numerator: string
  denominator: string | null
  unitOfMeasure: string
  /** True where a small count could single out a person: 1 to 4 is withheld from what leaves the province. */
  aboutPersons: boolean
}

/** Declares an indicator; only fixes the types. */
export const defineIndicator = (indicator: Indicator): Indicator => indicator

/** Counts rows of the denominator that also fulfil the numerator. */
export const share = (denominator: string, numerator: string) => ({
  denominator: `countIf(${denominator})`,
  numerator: `countIf((${denominator}) AND (${numerator}))`,
})

/** True for an instant column that falls into the period. */
export const within = (column: string) => `${column} >= from_at AND ${column} < to_at`
