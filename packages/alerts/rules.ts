import { type AlertRule, defaultRules } from '@ioc/schemas/alerts/index.ts'

/** A rule with where it comes from: version 0 is the catalogue's, later ones a person's. */
export type KeptRule = { rule: AlertRule; version: number; by: string | null; atMs: number | null }

/** The rules in force: the catalogue's, each replaced by a person's newest word on it, and those only persons made; by id. */
export const rulesOf = (
  kept: readonly KeptRule[],
  defaults: readonly AlertRule[] = defaultRules,
): KeptRule[] => {
  const all = new Map<string, KeptRule>(
    defaults.map((rule) => [rule.id, { rule, version: 0, by: null, atMs: null }]),
  )
  for (const each of kept.toSorted((a, b) => a.version - b.version)) all.set(each.rule.id, each)
  return [...all.values()].sort((a, b) => (a.rule.id < b.rule.id ? -1 : 1))
}

/** Whether a rule is looked at on a business day. */
export const isInForce = ({ enabled, validFrom, validTo }: AlertRule, day: string): boolean =>
  enabled && validFrom <= day && (validTo === null || day <= validTo)
