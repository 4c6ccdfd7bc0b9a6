import type { Rules, RulesInForce } from '@ioc/indicators'

/**
 * What is made of rules, once for each: those in force, or others that are named. When another set of catalogues comes into force, answers that were
 * kept of the one before are not given any more, and a question under way ends by the set it began with.
 */
export const openByRules = <Made extends object>(
  rules: Pick<RulesInForce, 'current'>,
  make: (rules: Rules) => Made,
): ((of?: Rules | null) => Made) => {
  const all = new WeakMap<Rules, Made>()
  return (named) => {
    const of = named ?? rules.current()
    const made = all.get(of) ?? make(of)
    all.set(of, made)
    return made
  }
}
