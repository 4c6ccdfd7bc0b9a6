import { internalIndex } from '@ioc/scoring'
import { reportedById } from '../catalogue/reported.ts'
import { defineIndicator } from '../define.ts'
import type { Facts, Score, ScoreIndicator, Scorer } from './score.ts'

const PARTS = { selfAssessed: 'par.internal.self-assessed', survey: 'par.internal.survey' } as const
const TOTAL = 'par.internal.score'

const scoreOf = ({ halvesOf }: Facts): ReadonlyMap<string, Score> => {
  const [selfAssessed, survey] = [halvesOf(PARTS.selfAssessed), halvesOf(PARTS.survey)]
  // Where nobody tells the parts, the total stands as it is reported.
  if (!selfAssessed || !survey) return new Map()
  const [row] = internalIndex([{ unit: '', selfAssessed: selfAssessed.numerator, survey: survey.numerator }])
  return new Map([[TOTAL, { numerator: row!.total, denominator: '100' }]])
}

const by: Scorer = {
  profile: null,
  when: { told: () => true },
  rule: 'self-assessed + survey',
  inputs: Object.values(PARTS).map(reportedById),
  score: scoreOf,
}

const { title, source, group, unitOfMeasure } = reportedById(TOTAL)

/** The province's own index of a department or district: points it gave itself, as appraised, and points of the survey. */
export const internalScore: ScoreIndicator = defineIndicator({
  id: TOTAL,
  version: 1,
  title,
  source: `${source}; Bài viết của huyện Lâm Hà, 28/12/2022: 56,35 + 31,11 = 87,46`,
  evidence: 'published',
  group,
  kind: 'points',
  maximum: 100,
  of: 'scores',
  by,
  unitOfMeasure,
  aboutPersons: false,
})
