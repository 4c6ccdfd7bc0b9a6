import { hash } from 'node:crypto'
import type { Catalogues } from '@ioc/catalogues'
import { oneStep } from '../aggregate.ts'
import { plainBounds } from '../bounds.ts'
import { type Indicator, isCounted } from '../define.ts'
import { openSets } from '../sets/index.ts'
import { dossier } from './dossier/index.ts'
import { feedback } from './feedback/index.ts'
import { quality } from './quality/index.ts'
import { reported } from './reported.ts'
import { satisfactionLeaders } from './satisfaction/leaders.ts'
import { satisfactionSipas } from './satisfaction/sipas.ts'

/** Every indicator, in the order screens and documents list them. To add one: its file, its golden test, a line in its group. */
export const openIndicators = (catalogues: Catalogues): readonly Indicator[] => [
  ...dossier,
  ...feedback,
  ...quality,
  ...satisfactionSipas(catalogues),
  ...satisfactionLeaders(catalogues),
  ...reported,
]

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

/** Names the rules a cut is counted by: changes with any id, version, counting expression or fact it is made of. */
export const indicatorsVersion = (indicators: readonly Indicator[], catalogues: Catalogues): string => {
  // The calendar a fact names is pinned by the catalogue's own version.
  const facts = Object.values(openSets(catalogues)).map((set) => [set.versions, set.belongsAt, set.facts])
  return `i2-${hash('sha256', JSON.stringify([indicators.map(ruleOf), facts]), 'hex').slice(0, 12)}`
}
