import type { Halves } from '../decimal.ts'
import { InexactNumber } from '../exact-json.ts'
import { nearest } from '../nearest.ts'
import { shown } from '../shown.ts'
import type { Component, Profile766 } from './profile.ts'
import type { Counts766 } from './score.ts'

/** What is wrong with the counts, for the person who wrote the file: where, what, and what would be right. */
export type Fault = { path: string; message: string }

/**
 * Reads counts for a 766 profile from any JSON value: all faults at once, or the counts. Other keys beside `components` are labels
 * (a name, a period, a source) and are not read, except `profile`, which must be this one if it is there. A count is a whole
 * number from 0, or null; null for a whole component is null of null; only the denominator of `DOSSIER_SYNC` may be a fraction, because the rule divides last year's total by
 * 12 or 4. A code written twice is refused where the file is read (command/read.ts).
 */
export const checkCounts = (
  profile: Profile766,
  value: unknown,
): { counts: Counts766; faults: null } | { counts: null; faults: Fault[] } => {
  if (!isObject(value) || !isObject(value.components))
    return {
      counts: null,
      faults: [
        {
          path: 'components',
          message: 'is missing; expects {"components":{"CODE":{"numerator":n,"denominator":n},…}}',
        },
      ],
    }
  const known = new Map(profile.groups.flatMap((group) => group.components.map((each) => [each.code, each])))
  const faults: Fault[] = []
  if (value.profile !== undefined && value.profile !== profile.id)
    faults.push({
      path: 'profile',
      message: `is ${shown(wordOf(value.profile))}, but ${profile.id} was asked for`,
    })
  const counts: Record<string, Halves> = {}
  for (const [code, halves] of Object.entries(value.components)) {
    const component = known.get(code)
    const path = `components.${shown(code)}`
    if (!component)
      faults.push({
        path,
        message: `is no component of ${profile.id}; nearest: ${nearest(code, [...known.keys()]).join(', ')}`,
      })
    else if (halves === null) continue
    else if (!isObject(halves))
      faults.push({ path, message: 'must be null or an object {"numerator":n,"denominator":n}' })
    else {
      const found = faultsOf(component, path, halves)
      faults.push(...found)
      if (found.length === 0)
        counts[code] = { numerator: plain(halves.numerator), denominator: plain(halves.denominator) }
    }
  }
  return faults.length > 0 ? { counts: null, faults } : { counts, faults: null }
}

const faultsOf = (component: Component, path: string, halves: Record<string, unknown>): Fault[] => {
  const faults: Fault[] = []
  for (const half of ['numerator', 'denominator'] as const) {
    const fractions = half === 'denominator' && component.dividedDenominator === true
    const message = faultOfCount(halves[half], fractions)
    if (message) faults.push({ path: `${path}.${half}`, message })
  }
  for (const key of Object.keys(halves))
    if (key !== 'numerator' && key !== 'denominator')
      faults.push({
        path: `${path}.${shown(key)}`,
        message: 'is not read; only numerator and denominator are',
      })
  const { numerator, denominator } = halves
  if (
    faults.length === 0 &&
    typeof numerator === 'number' &&
    typeof denominator === 'number' &&
    numerator > denominator &&
    component.mayExceed !== true
  )
    faults.push({ path, message: `numerator ${numerator} is above its denominator ${denominator}` })
  return faults
}

const faultOfCount = (value: unknown, fractions: boolean): string | null => {
  if (value === null) return null
  if (value === undefined) return 'is missing; write null where there is none'
  if (value instanceof InexactNumber)
    return `${shown(value.written)} is larger or has more digits than can be counted exactly`
  if (typeof value !== 'number') return `must be a number or null, not ${kindOf(value)}`
  if (value < 0) return `${value} is negative`
  if (value > Number.MAX_SAFE_INTEGER) return 'is larger than can be counted exactly'
  if (!Number.isInteger(value) && !fractions) return `${value} is no whole number`
  return null
}

const wordOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

const kindOf = (value: unknown): string =>
  Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`

/** JSON knows −0, which would print as "-0.00". */
const plain = (value: unknown): number | null => (value === null ? null : (value as number) + 0)

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof InexactNumber)
