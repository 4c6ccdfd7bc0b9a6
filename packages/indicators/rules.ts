import type { Catalogues, InForce } from '@ioc/catalogues'
import type { CutRecord } from '@ioc/schemas/snapshot/cut-record.ts'
import { indicatorsVersion, openIndicators, profileVersions } from './catalogue/index.ts'
import type { Indicator } from './define.ts'

/** What numbers are counted by: a set of catalogues, and the indicators there are over it. */
export type Rules = {
  catalogues: Catalogues
  indicators: readonly Indicator[]
  /** What a cut pins of them. */
  versions: Pick<CutRecord['cut'], 'catalogueVersion' | 'indicatorsVersion' | 'profiles'>
}

/** Rules by when they are in force, or by the catalogues a cut pins. */
export type RulesInForce = {
  at(systemMs: number): Rules
  current(): Rules
  /** Null where this log knows no such set. */
  by(catalogueVersion: string): Rules | null
}

/** Rules over every set of catalogues that is asked for; those of a set are made once. @param indicatorsOf else all there are */
export const openRules = (
  inForce: InForce,
  indicatorsOf: (catalogues: Catalogues) => readonly Indicator[] = openIndicators,
): RulesInForce => {
  const made = new WeakMap<Catalogues, Rules>()
  const over = (catalogues: Catalogues): Rules => {
    const rules = made.get(catalogues) ?? rulesOver(catalogues, indicatorsOf(catalogues))
    made.set(catalogues, rules)
    return rules
  }
  return {
    at: (systemMs) => over(inForce.at(systemMs)),
    current: () => over(inForce.current()),
    by: (catalogueVersion) => {
      const catalogues = inForce.byVersion(catalogueVersion)
      return catalogues && over(catalogues)
    },
  }
}

const rulesOver = (catalogues: Catalogues, indicators: readonly Indicator[]): Rules => ({
  catalogues,
  indicators,
  versions: {
    catalogueVersion: catalogues.version,
    indicatorsVersion: indicatorsVersion(indicators, catalogues),
    profiles: profileVersions(indicators),
  },
})

/** The rules a cut was counted by, exactly; null where this software has other ones, or its log no such set. */
export const rulesOfCut = (
  rules: Pick<RulesInForce, 'by'>,
  {
    catalogueVersion,
    indicatorsVersion: pinned,
  }: Pick<CutRecord['cut'], 'catalogueVersion' | 'indicatorsVersion'>,
): Rules | null => {
  const found = rules.by(catalogueVersion)
  return found?.versions.indicatorsVersion === pinned ? found : null
}
