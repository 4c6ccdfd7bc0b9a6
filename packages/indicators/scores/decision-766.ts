import {
  type Counts766,
  type Group,
  PROFILE_766_2026,
  type Profile766,
  profileNote,
  type Score766,
  score766,
} from '@ioc/scoring'
import { componentId } from '../catalogue/quality/family.ts'
import { quality } from '../catalogue/quality/index.ts'
import { qualityTold } from '../catalogue/quality/told.ts'
import { defineIndicator } from '../define.ts'
import type { Facts, Part, Score, ScoreIndicator, Scorer } from './score.ts'

const TOTAL = 'dossier.quality.total'
const groupId = (code: string) => `dossier.quality.${code.toLowerCase()}`

/** Halves of every component somebody counted or reported, by its code; what is below zero is no count. */
const countsOf = (profile: Profile766, facts: Facts): Counts766 => {
  const counts: Record<string, Counts766[string]> = {}
  for (const { components } of profile.groups)
    for (const { code } of components) {
      const halves = facts.halvesOf(componentId(code))
      if (!halves) continue
      const numerator = Number(halves.numerator)
      const denominator = halves.denominator === null ? null : Number(halves.denominator)
      if (numerator >= 0 && (denominator === null || denominator >= 0))
        counts[code] = { numerator, denominator }
    }
  return counts
}

/**
 * Points of Decision 766 of one unit in one period. Components nobody tells anything of score as the profile says of none, and
 * are named. Where nothing was told there is no score; where all that was told is that there were no cases, it does not apply.
 */
const scoresOf = (profile: Profile766, facts: Facts): ReadonlyMap<string, Score> => {
  const counts = countsOf(profile, facts)
  if (Object.keys(counts).length === 0) return new Map()
  const score = score766(profile, counts)
  const note = profileNote(profile, facts.period.to)
  const isJudged = Object.values(score.components).some(({ ratio }) => ratio !== null)
  const missing = profile.groups.map(({ components }) =>
    components.filter(({ code, max }) => max > 0 && !Object.hasOwn(counts, code)).map(({ code }) => code),
  )
  const one = (numerator: string, denominator: number, absent: readonly string[]): Score => ({
    numerator: isJudged ? numerator : null,
    denominator: String(denominator),
    missing: absent,
    flags: [
      ...(note ? [`rule-of-${profile.madeIn}`] : []),
      ...(absent.length > 0 ? ['components-missing'] : []),
    ],
    ...(note ? { note } : {}),
  })
  return new Map<string, Score>([
    [TOTAL, { ...one(score.total, 100, missing.flat()), ...(isJudged ? { band: score.band } : {}) }],
    ...profile.groups.map((group, n): [string, Score] => [
      groupId(group.code),
      { ...one(score.groups[group.code]!.score, group.max, missing[n]!), parts: partsOf(score, group) },
    ]),
  ])
}

/** Points of a group's components; what is only followed earns none and is left out. */
const partsOf = ({ components }: Score766, group: Group): Part[] =>
  group.components.filter(({ max }) => max > 0).map(({ code }) => ({ code, ...components[code]! }))

/** Points of Decision 766 by one version of its profile: the total of 100 with its band, and each group. */
export const decision766 = (profile: Profile766): readonly ScoreIndicator[] => {
  const by: Scorer = {
    profile: profile.id,
    when: 'periods',
    rule: profile,
    inputs: [...quality, ...qualityTold],
    score: (facts) => scoresOf(profile, facts),
  }
  const one = (
    id: string,
    title: { vi: string; en: string },
    maximum: number,
    components: readonly string[],
  ) =>
    defineIndicator({
      id,
      version: 1,
      title,
      source: profile.source,
      evidence: profile.evidence,
      group: 'quality',
      kind: 'points',
      maximum,
      of: 'scores',
      by,
      components,
      ...(id === TOTAL ? {} : { leaves: components }),
      unitOfMeasure: 'điểm',
      aboutPersons: false,
    })
  return [
    one(
      TOTAL,
      { vi: 'Điểm phục vụ người dân, doanh nghiệp (QĐ 766)', en: 'Score of Decision 766' },
      100,
      profile.groups.map(({ code }) => groupId(code)),
    ),
    ...profile.groups.map(({ code, title, max, components }) =>
      one(
        groupId(code),
        { vi: `Điểm ${title.vi} (QĐ 766)`, en: `${title.en}, points (Decision 766)` },
        max,
        components.map((component) => componentId(component.code)),
      ),
    ),
  ]
}

export const qualityScores = decision766(PROFILE_766_2026)
