import {
  type Component,
  type Counts766,
  checkCounts,
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

type Told = { counts: Counts766; doubtful: ReadonlySet<string> }

/** Halves of every component somebody counted or reported, by its code; what cannot be (`checkCounts`) is named instead. */
const toldOf = (profile: Profile766, facts: Facts): Told => {
  const counts: Record<string, Counts766[string]> = {}
  const doubtful = new Set<string>()
  for (const { components } of profile.groups)
    for (const { code } of components) {
      const halves = facts.halvesOf(componentId(code))
      if (!halves) continue
      const numerator = Number(halves.numerator)
      const denominator = halves.denominator === null ? null : Number(halves.denominator)
      const checked = checkCounts(profile, { components: { [code]: { numerator, denominator } } })
      if (checked.faults) doubtful.add(code)
      else counts[code] = checked.counts[code]!
    }
  return { counts, doubtful }
}

/** Without cases a component may score full; one that nobody told, or that cannot be, earns nothing. */
const NO_POINTS = { numerator: 0, denominator: 1 }

/**
 * Points of Decision 766 of one unit in one period. Components nobody tells anything of are named and earn nothing: the profile's
 * full points are for "asked, and none". A group of which nothing was told is missing; where all that was told is that there were
 * no cases, the points do not apply. A total of which components are missing or in doubt has no band.
 */
const scoresOf = (profile: Profile766, facts: Facts): ReadonlyMap<string, Score> => {
  const { counts, doubtful } = toldOf(profile, facts)
  if (Object.keys(counts).length === 0 && doubtful.size === 0) return new Map()
  const isKnown = ({ code }: { code: string }) => Object.hasOwn(counts, code)
  const scoring = profile.groups.map((group) => group.components.filter(({ max }) => max > 0))
  const unknown = scoring.flat().filter((component) => !isKnown(component))
  const withoutRatio = unknown.filter(({ none }) => none.points === 'full').map(({ code }) => code)
  const score = score766(profile, {
    ...counts,
    ...Object.fromEntries(withoutRatio.map((code) => [code, NO_POINTS])),
  })
  const note = profileNote(profile, facts.period.to)
  const isJudged = scoring
    .flat()
    .some((component) => isKnown(component) && score.components[component.code]!.ratio !== null)
  const one = (points: string, maximum: number, components: readonly Component[]): Score => {
    const absent = components.filter((component) => !isKnown(component) && !doubtful.has(component.code))
    const isUntold = !components.some(isKnown)
    const inDoubt = components.some(({ code }) => doubtful.has(code))
    return {
      numerator: isJudged && !isUntold ? points : null,
      denominator: String(maximum),
      isUntold,
      missing: absent.map(({ code }) => code),
      flags: [
        ...(note ? [`rule-of-${profile.madeIn}`] : []),
        ...(absent.length > 0 ? ['components-missing'] : []),
        ...(inDoubt ? ['counts-doubtful'] : []),
      ],
      ...(note ? { note } : {}),
    }
  }
  const total = one(score.total, 100, scoring.flat())
  const isWhole = total.numerator !== null && unknown.length === 0
  return new Map<string, Score>([
    [TOTAL, { ...total, ...(isWhole ? { band: score.band } : {}) }],
    ...profile.groups.map((group, n): [string, Score] => [
      groupId(group.code),
      {
        ...one(score.groups[group.code]!.score, group.max, scoring[n]!),
        parts: partsOf(score, scoring[n]!, isKnown),
      },
    ]),
  ])
}

/** Points of a group's components; what is only followed earns none and is left out, and what nobody told has no percent. */
const partsOf = (
  { components }: Score766,
  mine: readonly Component[],
  isKnown: (component: Component) => boolean,
): Part[] =>
  mine.map((component) => {
    const { code } = component
    const points = components[code]!
    return { code, ...points, ratio: isKnown(component) ? points.ratio : null }
  })

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
