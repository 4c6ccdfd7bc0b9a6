import Big from 'big.js'
import { atMostOne, type Fraction, type Halves, plus, ratioOf, rounded, sum } from '../decimal.ts'
import type { Evidence } from '../evidence.ts'
import type { Criterion, ProfilePar, Rule, Scoring, Way } from './profile.ts'
import { PROFILE_PAR_2023 } from './profile-2023.ts'

/** Counts by input code: `3.4.1`, `7.3.7/part-1`, `1.7/on-time`, `8.5/met`, `8.4/rank-from`, … */
export type ParCounts = Readonly<Record<string, Halves>>

/** A criterion scored from counts; points and percents as text with four decimals, null where the counts do not decide them. */
export type ParScore = {
  code: string
  way: Way
  evidence: Evidence
  max: string
  score: string | null
  /** The percent of a criterion of one ratio, or of its weighted counts; null for the others. */
  percent: string | null
  /** The percent of each input that has one. */
  percents: Record<string, string | null>
}

const PLACES = 4

/**
 * Scores every criterion of the PAR Index from counts (domain.md §2.2): percent rounded half-up to 4 decimals, part = percent of
 * its maximum rounded half-up to 4 decimals, criterion = sum of its parts. The percent is rounded first: criterion 4.1.3 comes out
 * as printed only so. `printedPercents` replaces the percent of an input, to see what a printed percent would have given.
 */
export const scorePar = (
  counts: ParCounts,
  profile: ProfilePar = PROFILE_PAR_2023,
  printedPercents: Readonly<Record<string, string>> = {},
): ParScore[] => profile.criteria.map((criterion) => scoreCriterion(criterion, counts, printedPercents))

const scoreCriterion = (
  { code, evidence, max, scoring }: Criterion,
  counts: ParCounts,
  printed: Readonly<Record<string, string>>,
): ParScore => {
  const of = (input: string): Halves => counts[input] ?? { numerator: null, denominator: null }
  const percentOf = (input: string) =>
    Object.hasOwn(printed, input) ? new Big(printed[input]!) : percent(ratioOf(of(input)))
  const percents: Record<string, string | null> = {}
  for (const input of inputsOf(scoring)) percents[input] = percentOf(input)?.toFixed(PLACES) ?? null
  const whole = scoring.way === 'weighted-counts' ? percent(weighted(scoring.weights, of)) : null
  const points = pointsOf(scoring, max, of, percentOf, whole)
  const only = Object.values(percents)
  return {
    code,
    way: scoring.way,
    evidence,
    max: new Big(max).toFixed(PLACES),
    score: points?.toFixed(PLACES) ?? null,
    percent: whole?.toFixed(PLACES) ?? (only.length === 1 ? only[0]! : null),
    percents,
  }
}

/** Inputs that are ratios of their own. */
const inputsOf = (scoring: Scoring): string[] =>
  scoring.way === 'ratio' ? scoring.parts.flatMap((part) => ('input' in part ? [part.input] : [])) : []

const percent = (ratio: Fraction | null): Big | null => ratio && rounded(ratio, 100, PLACES)

const pointsOf = (
  scoring: Scoring,
  max: string,
  of: (input: string) => Halves,
  percentOf: (input: string) => Big | null,
  whole: Big | null,
): Big | null => {
  switch (scoring.way) {
    case 'ratio': {
      const parts = scoring.parts.map((part) => {
        if ('constant' in part) return new Big(part.constant)
        const reached = percentOf(part.input)
        return reached && share(reached, part.targetPercent ?? 100, part.max)
      })
      return parts.every((part) => part !== null) ? sum(parts) : null
    }
    case 'weighted-counts':
      return whole && share(whole, 100, max)
    case 'rule':
      return byRule(scoring.rule, max, of(scoring.rule.input))
    case 'rank-band': {
      const [from, to] = [of(scoring.fromInput).numerator, of(scoring.toInput).numerator]
      if (from === null || to === null) return null
      const band = scoring.bands.find((each) => each.from <= from && to <= each.to)
      return band ? new Big(band.points) : null
    }
    case 'constant':
      return new Big(scoring.points)
    case 'published-with-reason':
      return null
  }
}

/** `reached` percent of a target percent, of `max` points. */
const share = (reached: Big, targetPercent: number, max: string): Big =>
  rounded(atMostOne({ top: reached, bottom: new Big(targetPercent) }), max, PLACES)

const weighted = (
  weights: readonly { input: string; weight: readonly [number, number] }[],
  of: (input: string) => Halves,
): Fraction | null => {
  const shares = weights.map(({ input, weight: [top, bottom] }) => {
    const ratio = ratioOf(of(input))
    return ratio && { top: ratio.top.times(top), bottom: ratio.bottom.times(bottom) }
  })
  return shares.every((each) => each !== null) ? shares.reduce(plus) : null
}

const byRule = (rule: Rule, max: string, { numerator, denominator }: Halves): Big | null => {
  if (numerator === null) return null
  if (rule.kind === 'none-found') return new Big(numerator > 0 ? rule.foundPoints : max)
  return denominator !== null && numerator < denominator ? new Big(rule.belowPoints) : null
}
