import type { Rules, RulesInForce } from '@ioc/indicators'

/**
 * What is made of a set of catalogues, made anew when another one comes into force: answers that were kept of the set before are gone with
 * it, and a question under way ends by the set it began with.
 */
export const openByRules = <Made>(
  rules: Pick<RulesInForce, 'current'>,
  make: (rules: Rules) => Made,
): (() => Made) => {
  let last: { of: Rules; made: Made } | null = null
  return () => {
    const of = rules.current()
    if (last?.of !== of) last = { of, made: make(of) }
    return last.made
  }
}
