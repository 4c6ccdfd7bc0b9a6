import { countDossiers, readDossier } from './dossiers.ts'
import { countFeedback, readFeedback } from './feedback.ts'
import { countForms, readForm } from './forms.ts'
import { living, type States } from './newest.ts'
import type { Count, Rules } from './rules.ts'
import { type Bounds, boundsOf, dayOf, type Period } from './time.ts'
import { scopesOfUnit, type Tree } from './units.ts'

/** What decides the scopes of a subject: its unit, and the instant the unit's code is read at. */
export type Placed = { unitCode: string; belongsAtMs: number }

/** A counting of all that lives, on one tree of units. */
export type Counting = {
  /** An indicator of a scope in a period; a scope that handled nothing has zero. */
  of(indicator: string, scope: string, period: Period): Count
}

const byScope = <Subject extends Placed>(
  subjects: readonly Subject[],
  tree: Tree,
): Map<string, Subject[]> => {
  const groups = new Map<string, Subject[]>()
  const known = new Map<string, string[]>()
  const scopesOf = (unit: string, day: string) => {
    const key = `${unit} ${day}`
    const scopes = known.get(key) ?? scopesOfUnit(tree, unit, day)
    known.set(key, scopes)
    return scopes
  }
  for (const subject of subjects)
    for (const scope of scopesOf(subject.unitCode, dayOf(subject.belongsAtMs))) {
      const group = groups.get(scope)
      if (group) group.push(subject)
      else groups.set(scope, [subject])
    }
  return groups
}

const counterOf = <Subject extends Placed>(
  subjects: readonly Subject[],
  rules: Rules<Subject>,
  tree: Tree,
) => {
  const groups = byScope(subjects, tree)
  return (indicator: string, scope: string, period: Bounds) =>
    rules[indicator]?.(groups.get(scope) ?? [], period)
}

/**
 * Counts every indicator over the states of dossiers, feedback and forms in plain TypeScript: a second opinion on the
 * product's SQL, which shares none of its definitions, look-ups or arithmetic. `nowMs`: the instant a period that still runs
 * is looked at.
 * @throws RangeError for an indicator nobody counts here
 */
export const openCounting = (states: States, tree: Tree, nowMs: number | null = null): Counting => {
  const data = (topic: string) => living(states, topic).map((event) => event.data)
  const counters = [
    counterOf(data('dossier.v1').map(readDossier), countDossiers, tree),
    counterOf(readFeedback(data('feedback.v1')), countFeedback, tree),
    counterOf(data('survey-response.v1').map(readForm), countForms, tree),
  ]
  return {
    of: (indicator, scope, period) => {
      const bounds = boundsOf(period, nowMs)
      for (const count of counters) {
        const found = count(indicator, scope, bounds)
        if (found) return found
      }
      throw new RangeError(`nobody counts ${indicator} a second time`)
    },
  }
}

/** Every indicator that is counted here. */
export const countedTwice: readonly string[] = [countDossiers, countFeedback, countForms].flatMap((rules) =>
  Object.keys(rules),
)
