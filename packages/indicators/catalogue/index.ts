import { hash } from 'node:crypto'
import type { Catalogues } from '@ioc/catalogues'
import { PROFILE_PAR_2023 } from '@ioc/scoring'
import { oneStep } from '../aggregate.ts'
import { plainBounds } from '../bounds.ts'
import { type Indicator, isCounted, isScore } from '../define.ts'
import { groups } from '../groups.ts'
import { qualityScores } from '../scores/decision-766.ts'
import { internalScores } from '../scores/internal.ts'
import { parScores } from '../scores/par.ts'
import { remediation } from '../scores/remediation.ts'
import { openSets } from '../sets/index.ts'
import { dossier } from './dossier/index.ts'
import { feedback } from './feedback/index.ts'
import { parReported } from './par.ts'
import { quality } from './quality/index.ts'
import { qualityTold } from './quality/told.ts'
import { reported } from './reported.ts'
import { satisfactionLeaders } from './satisfaction/leaders.ts'
import { satisfactionSipas } from './satisfaction/sipas.ts'

/** Every indicator, in the order screens and documents list them. To add one: its file, its golden test, a line in its group. */
export const openIndicators = (catalogues: Catalogues): readonly Indicator[] => {
  const leaders = satisfactionLeaders(catalogues)
  return [
    ...dossier,
    ...feedback,
    ...qualityScores,
    ...quality,
    ...qualityTold,
    ...satisfactionSipas(catalogues),
    ...leaders,
    ...reported,
    ...internalScores(catalogues),
    ...parScores(PROFILE_PAR_2023, leaders[0]!),
    ...parReported,
    ...remediation(catalogues),
  ]
}

const shortHash = (value: unknown): string => hash('sha256', JSON.stringify(value), 'hex').slice(0, 12)

const ruleOf = (indicator: Indicator) => {
  const { id, version, kind, maximum } = indicator
  if (!isCounted(indicator)) return [id, version, kind, maximum ?? null]
  const { numerator, denominator } = indicator
  return [
    id,
    version,
    kind,
    maximum ?? null,
    oneStep(numerator, plainBounds),
    denominator && oneStep(denominator, plainBounds),
  ]
}

/** The rules scores are made by, each once. */
const scorersOf = (indicators: readonly Indicator[]) => [
  ...new Set(indicators.filter(isScore).map(({ by }) => by)),
]

/** By profile the version of its content: `766@2026` may not change without another version here. */
export const profileVersions = (indicators: readonly Indicator[]): Record<string, string> =>
  Object.fromEntries(
    scorersOf(indicators).flatMap(({ profile, rule }) =>
      profile === null ? [] : [[profile, `p1-${shortHash(rule)}`]],
    ),
  )

/** Names the rules a cut is counted by: changes with any id, version, counting expression, fact or profile it is made of. */
export const indicatorsVersion = (indicators: readonly Indicator[], catalogues: Catalogues): string => {
  // The calendar a fact names is pinned by the catalogue's own version.
  const facts = Object.values(openSets(catalogues)).map((set) => [set.versions, set.belongsAt, set.facts])
  const scorers = scorersOf(indicators).map(({ profile, rule, inputs }) => [
    profile,
    rule,
    inputs.map(({ id }) => id),
  ])
  const published = groups.map(({ id, communes }) => [id, communes])
  return `i4-${shortHash([indicators.map(ruleOf), facts, scorers, published])}`
}
