import type { SetOfSubjects } from '../sets/index.ts'
import { usedOf } from '../used.ts'

const NAMES_A_DAY = /\b(?:to_at|from_at(?:_\d+)?)\b/

/**
 * Whether what a text says of a subject depends on the day it is asked for, directly or through a fact. `after`: of subjects one of whose
 * times lies before it, which makes some facts known.
 */
export const isDated = (set: SetOfSubjects, text: string, after?: string): boolean => {
  const known = new Set(after === undefined ? [] : set.knownAfter?.[after])
  const named = usedOf({ ...set, facts: set.facts.filter(([name]) => !known.has(name)) }, [text])
  return [text, ...named.layers.flat().map(([, sql]) => sql)].some((each) => NAMES_A_DAY.test(each))
}
