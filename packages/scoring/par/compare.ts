import Big from 'big.js'
import { sum } from '../decimal.ts'
import {
  comparePercent,
  type Difference,
  type DifferenceKind,
  differenceOf,
  type PercentComparison,
} from './difference.ts'
import type { ProfilePar } from './profile.ts'
import { PROFILE_PAR_2023 } from './profile-2023.ts'
import { type ParCounts, type ParScore, scorePar } from './score.ts'

export type PublishedCriterion = {
  scored: string
  lost: string
  /** Printed percents by input code. */
  percents?: Readonly<Record<string, string>>
  /** The kind of difference a reader of the document declared. */
  declared?: DifferenceKind
}

/** What a document prints of a PAR Index: numbers alone, with a decimal point, as many decimals as printed. */
export type PublishedPar = {
  profile: string
  document: string
  total: string
  domains: Readonly<Record<string, { max: string; scored: string; lost: string }>>
  criteria: Readonly<Record<string, PublishedCriterion>>
}

export type CriterionComparison = ParScore & {
  printed: string
  /** The computed points are the printed ones. False also where nothing can be computed: what cannot be checked does not agree. */
  agrees: boolean
  printedPercents: PercentComparison[]
  /** Null where all that is printed agrees, and where there is nothing to compute. */
  difference: Difference | null
}

export type DomainComparison = {
  code: string
  max: string
  printed: string
  /** Maximum less what its criteria lose by the counts; null where one of them cannot be computed. */
  computed: string | null
  agrees: boolean
  /** The printed rows hold among themselves: maximum − scored = lost, and lost = the sum of the criteria's. */
  rowsHold: boolean
}

export type ParComparison = {
  document: string
  criteria: CriterionComparison[]
  domains: DomainComparison[]
  /** Two facts, never one: what the printed rows add up to, and what is printed as the total. */
  sumOfRows: string
  publishedTotal: string
  /** Published total − sum of rows. */
  difference: string
}

const PLACES = 4
const fixed = (number: Big) => number.toFixed(PLACES)

/**
 * Sets the PAR Index computed from counts beside the published one: every criterion that is published, every domain, and the total.
 * @throws RangeError if the published index is of another profile.
 */
export const comparePar = (
  counts: ParCounts,
  published: PublishedPar,
  profile: ProfilePar = PROFILE_PAR_2023,
): ParComparison => {
  if (published.profile !== profile.id)
    throw new RangeError(`published by ${published.profile}, computed by ${profile.id}`)
  const scores = new Map(scorePar(counts, profile).map((score) => [score.code, score]))
  const criteria = profile.criteria.flatMap((criterion) => {
    const printed = published.criteria[criterion.code]
    if (!printed) return []
    const score = scores.get(criterion.code)!
    const agrees = score.score !== null && new Big(score.score).eq(printed.scored)
    const printedPercents = Object.entries(printed.percents ?? {}).map(([input, percent]) =>
      comparePercent(input, counts[input], percent),
    )
    const fromPrinted = scorePar(counts, { ...profile, criteria: [criterion] }, wrongOf(printedPercents))[0]!
    const given = {
      criterion,
      scoreAgrees: agrees,
      percents: printedPercents,
      fromPrinted: fromPrinted.score,
      printed: printed.scored,
      halvesOf: (input: string) => counts[input],
    }
    const difference = score.score === null ? null : differenceOf(given, printed.declared ?? null)
    return [{ ...score, printed: printed.scored, agrees, printedPercents, difference }]
  })
  const sumOfRows = sum(Object.values(published.domains).map(({ scored }) => new Big(scored)))
  return {
    document: published.document,
    criteria,
    domains: compareDomains(profile, published, scores),
    sumOfRows: fixed(sumOfRows),
    publishedTotal: published.total,
    difference: fixed(new Big(published.total).minus(sumOfRows)),
  }
}

/** Only percents that differ are tried in place of the counts: 96.34 printed short is no other percent. */
const wrongOf = (percents: readonly PercentComparison[]) =>
  Object.fromEntries(percents.filter(({ agrees }) => !agrees).map(({ input, printed }) => [input, printed]))

const compareDomains = (
  profile: ProfilePar,
  published: PublishedPar,
  scores: ReadonlyMap<string, ParScore>,
): DomainComparison[] =>
  profile.domains.flatMap(({ code, max }) => {
    const row = published.domains[code]
    if (!row) return []
    const own = profile.criteria.filter((each) => each.domain === code && published.criteria[each.code])
    const lost = own.map((criterion) => {
      const { score } = scores.get(criterion.code)!
      return score === null ? null : new Big(criterion.max).minus(score)
    })
    const computed = lost.every((each) => each !== null) ? new Big(max).minus(sum(lost)) : null
    const lostByCriteria = sum(own.map((criterion) => new Big(published.criteria[criterion.code]!.lost)))
    return [
      {
        code,
        max: fixed(new Big(max)),
        printed: row.scored,
        computed: computed && fixed(computed),
        agrees: computed?.eq(row.scored) ?? false,
        rowsHold: new Big(row.max).minus(row.scored).eq(row.lost) && lostByCriteria.eq(row.lost),
      },
    ]
  })
