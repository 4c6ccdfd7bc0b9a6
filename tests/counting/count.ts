import { countDossiers, type Dossier, readDossier } from './dossiers.ts'
import { countFeedback, readFeedback } from './feedback.ts'
import { countForms, readForm } from './forms.ts'
import { living, type States } from './newest.ts'
import type { Count, Rules } from './rules.ts'
import { type Bounds, boundsOf, dayOf, type Period } from './time.ts'
import { scopesOfUnit, type Tree } from './units.ts'

/** What decides the scopes of a subject: its unit, and the instant the unit's code is read at. */
export type Placed = { unitCode: string; belongsAtMs: number }

/** A counting of all that lives, put together in scopes. */
export type Counting = {
  /** The scopes that have a subject. */
  scopes: ReadonlySet<string>
  /**
   * An indicator of a scope in a period; a scope without a subject has zero.
   * @throws RangeError for an indicator that is not counted here
   */
  of(indicator: string, scope: string, period: Period): Count
}

type Counter = {
  scopes: Iterable<string>
  count(indicator: string, scope: string, period: Bounds): Count | undefined
}

const counterOf = <Subject>(
  subjects: readonly Subject[],
  rules: Rules<Subject>,
  scopesOf: (subject: Subject) => readonly string[],
): Counter => {
  const groups = new Map<string, Subject[]>()
  for (const subject of subjects)
    for (const scope of scopesOf(subject)) {
      const group = groups.get(scope)
      if (group) group.push(subject)
      else groups.set(scope, [subject])
    }
  return {
    scopes: groups.keys(),
    count: (indicator, scope, period) => rules[indicator]?.(groups.get(scope) ?? [], period),
  }
}

const countingOf = (counters: readonly Counter[], nowMs: number | null): Counting => ({
  scopes: new Set(counters.flatMap(({ scopes }) => [...scopes])),
  of: (indicator, scope, period) => {
    const bounds = boundsOf(period, nowMs)
    for (const { count } of counters) {
      const found = count(indicator, scope, bounds)
      if (found) return found
    }
    throw new RangeError(`nobody counts ${indicator} a second time`)
  },
})

const dataOf = (states: States, topic: string) => living(states, topic).map(({ data }) => data)

/** The scopes of a subject by its unit on the day it belongs to; each unit and day is looked up once. */
const byUnit = (tree: Tree, namedOn: string): ((subject: Placed) => string[]) => {
  const known = new Map<string, string[]>()
  return ({ unitCode, belongsAtMs }) => {
    const day = dayOf(belongsAtMs)
    const key = `${unitCode} ${day}`
    const scopes = known.get(key) ?? scopesOfUnit(tree, unitCode, day, namedOn)
    known.set(key, scopes)
    return scopes
  }
}

/**
 * Counts every indicator over the states of dossiers, feedback and forms in plain TypeScript, by unit: a second opinion on the
 * product's SQL, which shares none of its definitions, look-ups or arithmetic. Scopes are called as on `namedOn`. `nowMs`: the instant a period that still runs is
 * looked at.
 */
export const openCounting = (
  states: States,
  tree: Tree,
  namedOn: string,
  nowMs: number | null = null,
): Counting => {
  const scopesOf = byUnit(tree, namedOn)
  return countingOf(
    [
      counterOf(dataOf(states, 'dossier.v1').map(readDossier), countDossiers, scopesOf),
      counterOf(readFeedback(dataOf(states, 'feedback.v1')), countFeedback, scopesOf),
      counterOf(dataOf(states, 'survey-response.v1').map(readForm), countForms, scopesOf),
    ],
    nowMs,
  )
}

const WORD_OF = {
  procedure: (dossier: Dossier) => dossier.procedureCode,
  field: (dossier: Dossier) => dossier.procedure?.fieldCode ?? '',
}

/** Counts the indicators over dossiers by procedure or by field: scopes `procedure:9.000001`, `field:LV01`. */
export const openCountingBy = (states: States, by: keyof typeof WORD_OF): Counting =>
  countingOf(
    [
      counterOf(dataOf(states, 'dossier.v1').map(readDossier), countDossiers, (dossier) => [
        `${by}:${WORD_OF[by](dossier)}`,
      ]),
    ],
    null,
  )

/** The indicators over dossiers, and every indicator that is counted here. */
export const dossiersTwice: readonly string[] = Object.keys(countDossiers)
export const countedTwice: readonly string[] = [
  ...dossiersTwice,
  ...Object.keys(countFeedback),
  ...Object.keys(countForms),
]
