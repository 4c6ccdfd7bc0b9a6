import { type Criterion, comparePar, type ProfilePar } from '@ioc/scoring'
import Big from 'big.js'
import { inputId, parCounts, pointsId } from './par-counts.ts'
import { domainId, TOTAL } from './par-rows.ts'
import type { Facts } from './score.ts'

const inputsOf = ({ scoring }: Criterion): string[] =>
  scoring.way === 'ratio' ? scoring.parts.flatMap((part) => ('input' in part ? [part.input] : [])) : []

/**
 * How what a document prints of a year differs from what its counts give, by indicator: the points of a criterion or part, and the
 * percents they are made of. A part tells more of its percent than the whole criterion, so it comes later and stands.
 */
export const parDifferences = (
  profile: ProfilePar,
  criteria: readonly Criterion[],
  facts: Facts,
): ReadonlyMap<string, string> => {
  const counts = parCounts(profile, facts)
  const found = new Map<string, string>()
  for (const criterion of criteria) {
    const scored = facts.printedOf(pointsId(criterion.code))
    if (scored === undefined) continue
    const percents = Object.fromEntries(
      inputsOf(criterion).flatMap((input) => {
        const percent = facts.printedOf(inputId(input))
        return percent === undefined ? [] : [[input, percent]]
      }),
    )
    const lost = new Big(criterion.max).minus(scored).toFixed()
    const [compared] = comparePar(
      counts,
      {
        profile: profile.id,
        document: '',
        total: '0',
        domains: {},
        criteria: { [criterion.code]: { scored, lost, percents } },
      },
      { ...profile, criteria: [criterion] },
    ).criteria
    const kind = compared?.difference?.kind
    if (kind === undefined) continue
    found.set(pointsId(criterion.code), kind)
    for (const { input, agrees } of compared!.printedPercents) if (!agrees) found.set(inputId(input), kind)
  }
  const total = totalDifference(profile, facts)
  return total === null ? found : found.set(TOTAL, total)
}

/** The published total beside the sum of the published rows. */
const totalDifference = (profile: ProfilePar, { printedOf }: Facts): string | null => {
  const total = printedOf(TOTAL)
  const rows = profile.domains.map(({ code }) => printedOf(domainId(code)))
  if (total === undefined || rows.some((row) => row === undefined)) return null
  const sum = rows.reduce((all, row) => all.plus(row!), new Big(0))
  const places = total.split('.')[1]?.length ?? 0
  if (sum.round(places, Big.roundHalfUp).eq(total)) return null
  return sum.round(places, Big.roundDown).eq(total) ? 'truncated' : 'unexplained'
}
