import { type Criterion, type ParCounts, type ProfilePar, parInputs } from '@ioc/scoring'
import Big from 'big.js'
import type { Facts } from './score.ts'

/** The indicator an input or criterion of the profile is reported under: `7.3.7/part-1` is `par.7.3.7.part-1`. */
export const inputId = (code: string) => `par.${code.replaceAll('/', '.')}`

/** The indicator of its points. */
export const pointsId = (code: string) => `${inputId(code)}.score`

/** Public service units, whose cut since 2015 is criterion 4.1.3; the base year is inferred (domain.md §2.2). */
export const UNITS_CUT = { input: '4.1.3', units: 'par.4.1.3.units', since: 2015 } as const

/** Counts of a year by the profile's input codes, of what is reported for it. */
export const parCounts = (profile: ProfilePar, facts: Facts): ParCounts =>
  Object.fromEntries(
    parInputs(profile).flatMap((input) => {
      const halves = input === UNITS_CUT.input ? unitsCut(facts) : facts.halvesOf(inputId(input))
      return halves
        ? [
            [
              input,
              {
                numerator: Number(halves.numerator),
                denominator: halves.denominator === null ? null : Number(halves.denominator),
              },
            ],
          ]
        : []
    }),
  )

/** Units fewer than in the base year, of those there were. */
const unitsCut = ({ halvesOf, period }: Facts) => {
  const year = `${UNITS_CUT.since}`
  const [now, then] = [
    halvesOf(UNITS_CUT.units),
    halvesOf(UNITS_CUT.units, { from: `${year}-01-01`, to: `${year}-12-31` }),
  ]
  return now && then && period.from > `${year}-12-31`
    ? { numerator: new Big(then.numerator).minus(now.numerator).toFixed(), denominator: then.numerator }
    : undefined
}

/** Parts of a criterion that a document prints points of, each as a criterion of its own: `3.2.3/part-1`. */
export const partsOf = ({ scoring, ...criterion }: Criterion): readonly Criterion[] =>
  scoring.way !== 'ratio' || scoring.parts.length < 2
    ? []
    : scoring.parts.map((part, n) => ({
        ...criterion,
        code: `${criterion.code}/part-${n + 1}`,
        max: 'constant' in part ? part.constant : part.max,
        scoring: { way: 'ratio', parts: [part] },
      }))
