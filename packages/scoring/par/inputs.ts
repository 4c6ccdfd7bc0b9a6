import type { ProfilePar, Scoring } from './profile.ts'

/** Codes of all counts a PAR profile reads, in the order of its criteria: `3.4.1`, `7.3.7/part-1`, `1.7/on-time`, … */
export const parInputs = (profile: ProfilePar): string[] =>
  profile.criteria.flatMap(({ scoring }) => inputsOf(scoring))

const inputsOf = (scoring: Scoring): string[] => {
  switch (scoring.way) {
    case 'ratio':
      return scoring.parts.flatMap((part) => ('input' in part ? [part.input] : []))
    case 'weighted-counts':
      return scoring.weights.map(({ input }) => input)
    case 'rule':
      return [scoring.rule.input]
    case 'rank-band':
      return [scoring.fromInput, scoring.toInput]
    case 'constant':
    case 'published-with-reason':
      return []
  }
}
