import Big from 'big.js'
import { type Halves, placesOf, ratioOf, rounded, truncated } from '../decimal.ts'
import type { Criterion } from './profile.ts'

/**
 * How a printed number differs from the counted one. `count`: the printed percent does give the printed points, the counts do not
 * give the printed percent. `typo`: the points follow the counts, the printed percent does not. `truncated`: cut off instead of
 * rounded. `unexplained`: none of these.
 */
export type DifferenceKind = 'typo' | 'count' | 'truncated' | 'unexplained'

/** What the arithmetic shows, beside what a reader of the document declared. */
export type Difference = { kind: DifferenceKind; declared: DifferenceKind | null; verified: boolean }

export type PercentComparison = {
  input: string
  /** At the printed number of decimals; null where the counts give none. */
  computed: string | null
  printed: string
  agrees: boolean
  /** It is the counts' percent, cut off. */
  truncated: boolean
}

/** A printed percent beside the counts' own, at the printed number of decimals. */
export const comparePercent = (
  input: string,
  halves: Halves | undefined,
  printed: string,
): PercentComparison => {
  const ratio = halves ? ratioOf(halves) : null
  const places = placesOf(printed)
  const computed = ratio && rounded(ratio, 100, places)
  const agrees = computed?.eq(printed) ?? false
  return {
    input,
    computed: computed?.toFixed(places) ?? null,
    printed,
    agrees,
    truncated: !agrees && ratio !== null && truncated(ratio, 100, places).eq(printed),
  }
}

/** The kind of difference the arithmetic shows; null where everything printed agrees. */
export const differenceOf = (
  given: {
    criterion: Criterion
    scoreAgrees: boolean
    percents: readonly PercentComparison[]
    /** The points the printed percents give. */
    fromPrinted: string | null
    printed: string
    halvesOf: (input: string) => Halves | undefined
  },
  declared: DifferenceKind | null,
): Difference | null => {
  const wrong = given.percents.filter((percent) => !percent.agrees)
  if (given.scoreAgrees && wrong.length === 0) return null
  const kind = found(given, wrong)
  return { kind, declared, verified: declared === kind }
}

const found = (given: Parameters<typeof differenceOf>[0], wrong: PercentComparison[]): DifferenceKind => {
  if (given.scoreAgrees) return wrong.every((percent) => percent.truncated) ? 'truncated' : 'typo'
  if (wrong.length > 0 && given.fromPrinted !== null && new Big(given.fromPrinted).eq(given.printed))
    return 'count'
  return isTruncated(given.criterion, given.printed, given.halvesOf) ? 'truncated' : 'unexplained'
}

/** True if the printed points of a criterion of one ratio are the exact points cut off. */
const isTruncated = (
  { scoring }: Criterion,
  printed: string,
  halvesOf: (input: string) => Halves | undefined,
): boolean => {
  const [part, ...more] = scoring.way === 'ratio' ? scoring.parts : []
  if (!part || more.length > 0 || !('input' in part)) return false
  const halves = halvesOf(part.input)
  const ratio = halves ? ratioOf(halves) : null
  if (ratio === null) return false
  const target = part.targetPercent ?? 100
  const ofTarget = { top: ratio.top.times(100), bottom: ratio.bottom.times(target) }
  return truncated(ofTarget, part.max, placesOf(printed)).eq(printed)
}
