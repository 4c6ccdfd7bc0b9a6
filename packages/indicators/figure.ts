/**
 * How a figure is judged: a ratio of its halves in percent, a count, a quantile of whole numbers (its denominator is the number of
 * cases), or a score: `points` of a stated maximum, or an `index` on its own scale.
 */
export type MeasureKind = 'ratio' | 'count' | 'quantile' | 'points' | 'index'

/** The closed set of states of a value, from table to screen (design §3.3). */
export const VALUE_STATES = ['reported', 'missing', 'not-applicable', 'withheld'] as const
export type ValueState = (typeof VALUE_STATES)[number]

export type Period = {
  /** First and last calendar day, Asia/Ho_Chi_Minh. */
  from: string
  to: string
  /** True where no document states it. */
  inferred: boolean
}

/** A printed figure beside what ClickHouse counts for its period (design §6, result of `--once --json`). */
export type Figure = {
  id: string
  group: string
  title: { vi: string; en: string }
  kind: MeasureKind
  /** Whose number it is. */
  unitCode: string
  numerator: number | null
  denominator: number | null
  /** The judged number: percent for a ratio, the numerator for a count, points or index. Null: nothing to judge. */
  value: number | null
  /** Decimals points and indices are shown with. */
  places: number
  /** For ratios: two decimals, half-up. */
  percent: string | null
  printed: string
  period: Period
  /** True where the document calls it an estimate. */
  estimate: boolean
  unitOfMeasure: string
  documentCode: string
  agrees: boolean
  knownDifference: string | null
  /** Of a score: the version of the profile that gave it. */
  profile?: string
  /** What a screen must say beside the number. */
  note?: { vi: string; en: string }
}
