import { type Criterion, type ProfilePar, parInputs } from '@ioc/scoring'
import { inputId, pointsId, UNITS_CUT } from './par-counts.ts'
import { domainId, ROWS, TOTAL } from './par-rows.ts'

/** By score the ids of what it is directly made of: a criterion of counts, a domain of its criteria, the whole of its domains. */
export const parComponents = (
  profile: ProfilePar,
  criteria: readonly Criterion[],
  leaders: string,
): ReadonlyMap<string, readonly string[]> => {
  const countsOf = (criterion: Criterion): string[] =>
    criterion.scoring.way === 'published-with-reason'
      ? [leaders]
      : parInputs({ ...profile, criteria: [criterion] }).map((input) =>
          input === UNITS_CUT.input ? UNITS_CUT.units : inputId(input),
        )
  const domains = profile.domains.map(({ code }) => domainId(code))
  return new Map([
    ...profile.domains.map(({ code }): [string, string[]] => [
      domainId(code),
      profile.criteria.filter(({ domain }) => domain === code).map((each) => pointsId(each.code)),
    ]),
    ...criteria.map((criterion): [string, string[]] => [pointsId(criterion.code), countsOf(criterion)]),
    [ROWS, domains],
    [TOTAL, domains],
  ])
}
