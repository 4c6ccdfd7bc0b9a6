import type { Catalogues } from '@ioc/catalogues'
import { type InternalRow, internalIndex } from '@ioc/scoring'
import { reportedById } from '../catalogue/reported.ts'
import { defineIndicator } from '../define.ts'
import type { Facts, Score, ScoreIndicator, Scorer } from './score.ts'

const PARTS = { selfAssessed: 'par.internal.self-assessed', survey: 'par.internal.survey' } as const
const TOTAL = 'par.internal.score'
const RANK = 'par.internal.rank'
/** Bodies that are evaluated and not ranked: the report of 2024 names two of the departments, but gives only their number. */
const UNRANKED = { level: 'department', indicator: 'par.internal.departments-unranked' } as const
const RANKED_LEVELS: readonly string[] = ['department', 'district']

/** The halves of a unit's index; where nobody tells the parts, the total as it is reported. */
const rowOf = (unit: string, { halvesOfUnit }: Facts): InternalRow | null => {
  const [selfAssessed, survey] = [halvesOfUnit(unit, PARTS.selfAssessed), halvesOfUnit(unit, PARTS.survey)]
  if (selfAssessed && survey) return { unit, selfAssessed: selfAssessed.numerator, survey: survey.numerator }
  const total = halvesOfUnit(unit, TOTAL)
  return total ? { unit, selfAssessed: total.numerator, survey: '0' } : null
}

const totalOf = ({ halvesOf }: Facts): Score | undefined => {
  const [selfAssessed, survey] = [halvesOf(PARTS.selfAssessed), halvesOf(PARTS.survey)]
  // Where nobody tells the parts, the total stands as it is reported.
  if (!selfAssessed || !survey) return undefined
  const [row] = internalIndex([{ unit: '', selfAssessed: selfAssessed.numerator, survey: survey.numerator }])
  return { numerator: row!.total, denominator: '100' }
}

/** A rank is told of a whole class only: among the few that were told, the first of two could be the eleventh of twelve. */
const rankOf = (catalogues: Catalogues, facts: Facts): Score | undefined => {
  const { unitCode, period, halvesOf, halvesOfUnit } = facts
  const level = catalogues.unit(unitCode, period.to)?.level
  if (level === undefined || !RANKED_LEVELS.includes(level) || !rowOf(unitCode, facts)) return undefined
  const units = catalogues.unitsOn(period.to).filter((unit) => unit.level === level)
  const rows = units.flatMap(({ code }) => rowOf(code, facts) ?? [])
  const unranked =
    level === UNRANKED.level ? Number(halvesOfUnit('68', UNRANKED.indicator)?.numerator ?? 0) : 0
  if (rows.length + unranked >= units.length) {
    const { rank } = internalIndex(rows).find(({ unit }) => unit === unitCode)!
    return { numerator: String(rank), denominator: String(rows.length) }
  }
  // Who was told a rank by the body that knows all of them has it.
  if (halvesOf(RANK)) return undefined
  const missing = units.map(({ code }) => code).filter((code) => !rows.some(({ unit }) => unit === code))
  return { numerator: null, denominator: String(units.length), isUntold: true, missing }
}

/** A score of its own newest period: a rank may be told of another year than the total. */
const scorer = (
  rule: string,
  inputs: readonly string[],
  id: string,
  score: (facts: Facts) => Score | undefined,
): Scorer => ({
  profile: null,
  when: { told: () => true },
  rule,
  inputs: inputs.map(reportedById),
  score: (facts) => {
    const made = score(facts)
    return new Map(made ? [[id, made]] : [])
  },
})

const described = (id: string) => {
  const { title, source, group, unitOfMeasure } = reportedById(id)
  return { id, title, source, group, of: 'scores', unitOfMeasure, aboutPersons: false } as const
}

/** The province's own index of a department or district: points it gave itself, as appraised, and points of the survey; and its rank. */
export const internalScores = (catalogues: Catalogues): readonly ScoreIndicator[] => {
  const parts = Object.values(PARTS)
  const [total, rank] = [described(TOTAL), described(RANK)]
  return [
    defineIndicator({
      ...total,
      version: 1,
      source: `${total.source}; Bài viết của huyện Lâm Hà, 28/12/2022: 56,35 + 31,11 = 87,46`,
      evidence: 'published',
      kind: 'points',
      maximum: 100,
      by: scorer('self-assessed + survey', parts, TOTAL, totalOf),
    }),
    defineIndicator({
      ...rank,
      version: 2,
      source: rank.source,
      remark: {
        vi: 'xếp riêng sở và huyện, cách xếp khi bằng điểm: suy luận',
        en: 'departments ranked apart from districts, and how equal totals are ranked: inferred',
      },
      evidence: 'inferred',
      kind: 'count',
      by: scorer(
        'from the highest among all units of the level; equal totals share a rank: 1, 2, 2, 4',
        [...parts, TOTAL, UNRANKED.indicator],
        RANK,
        (facts) => rankOf(catalogues, facts),
      ),
      components: [TOTAL],
      isAmongItsLevel: true,
    }),
  ]
}
