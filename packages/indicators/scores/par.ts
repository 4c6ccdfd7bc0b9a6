import { type Criterion, type ProfilePar, parInputs, scorePar } from '@ioc/scoring'
import { parPoints, parReported } from '../catalogue/par.ts'
import { type CountedIndicator, defineIndicator } from '../define.ts'
import { judge } from '../judge.ts'
import { parComponents } from './par-components.ts'
import { inputId, parCounts, partsOf, pointsId, UNITS_CUT } from './par-counts.ts'
import { parDifferences } from './par-differences.ts'
import { parRows, ROWS, TOTAL } from './par-rows.ts'
import type { Days, Facts, Score, ScoreIndicator, Scorer } from './score.ts'

/** The index is given for whole years. */
const isYear = ({ from, to }: Days) =>
  from.endsWith('-01-01') && to.endsWith('-12-31') && from.slice(0, 4) === to.slice(0, 4)

/** All criteria of a profile, and their parts after them. */
const allOf = (profile: ProfilePar): readonly Criterion[] => [
  ...profile.criteria,
  ...profile.criteria.flatMap(partsOf),
]

/**
 * The PAR Index of one year: points of every criterion and part by the counts reported for it, of every domain and of the whole
 * by the rows. The points of the leaders' survey and the total stand as published, with what is computed beside them.
 */
const scoresOf = (profile: ProfilePar, leaders: CountedIndicator, facts: Facts): Map<string, Score> => {
  // Each year has rules of its own; those of earlier years are not here, and their totals stand as reported.
  if (Number(facts.period.from.slice(0, 4)) < profile.madeIn) return new Map()
  const points = new Map<string, Score>(
    scorePar(parCounts(profile, facts), { ...profile, criteria: allOf(profile) }).map(
      ({ code, score, max }) => [pointsId(code), { numerator: score, denominator: max }],
    ),
  )
  for (const { code, scoring, reason, max } of profile.criteria)
    if (scoring.way === 'published-with-reason') {
      const published = facts.printedOf(pointsId(code))
      points.set(pointsId(code), {
        numerator: surveyPoints(leaders, max, facts),
        denominator: max,
        note: reason,
        ...(published === undefined ? {} : { published, flags: ['published-points'] }),
      })
    }
  return new Map([...points, ...parRows(profile, points, facts)])
}

/** Points of the leaders' survey by the forms of the year that are here; null without forms. */
const surveyPoints = (leaders: CountedIndicator, max: string, { halvesOf }: Facts): string | null => {
  const halves = halvesOf(leaders.id)
  // Six places, as many as an event may carry, so that rounding to the printed ones is the only one that counts.
  return halves ? judge('points', halves.numerator, halves.denominator, Number(max), 6).value : null
}

/** Points of the PAR Index by one version of its profile; `leaders` is the survey behind criterion 9.2. */
export const parScores = (profile: ProfilePar, leaders: CountedIndicator): readonly ScoreIndicator[] => {
  const read = new Set([...parInputs(profile).map(inputId), UNITS_CUT.units])
  const by: Scorer = {
    profile: profile.id,
    when: { told: isYear },
    rule: profile,
    inputs: [...parReported.filter(({ id }) => read.has(id)), leaders],
    score: (facts) => scoresOf(profile, leaders, facts),
    differences: (facts) => parDifferences(profile, allOf(profile), facts),
  }
  const components = parComponents(profile, allOf(profile), leaders.id)
  const leavesOf = (id: string): readonly string[] => components.get(id)?.flatMap(leavesOf) ?? [id]
  const rules = new Map(allOf(profile).map((each) => [pointsId(each.code), each]))
  return parPoints.flatMap((row) => {
    const made = components.get(row.id)
    const score = defineIndicator({
      ...row,
      ...(made ? { components: made, leaves: leavesOf(row.id) } : {}),
      source: `${row.source}; ${profile.id}`,
      evidence: rules.get(row.id)?.evidence ?? profile.evidence,
      ...remarkOf(rules.get(row.id)),
      of: 'scores',
      by,
    })
    return row.id === TOTAL ? [score, { ...score, ...SUM_OF_ROWS }] : [score]
  })
}

/** Why its points come out so, where no document states the rule. */
const remarkOf = (rule: ReturnType<typeof allOf>[number] | undefined) =>
  rule?.reason && rule.evidence !== 'published' ? { remark: rule.reason } : {}

/** What the printed rows add up to: another fact than the total that is published. */
const SUM_OF_ROWS = {
  id: ROWS,
  title: {
    vi: 'Chỉ số cải cách hành chính - PAR Index: tổng các dòng của phụ lục',
    en: 'Administrative reform index (PAR Index): sum of the rows',
  },
}
