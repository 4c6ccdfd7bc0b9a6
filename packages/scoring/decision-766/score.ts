import Big from 'big.js'
import type { Halves } from '../decimal.ts'
import type { Component, Profile766 } from './profile.ts'
import { atMostOne, hundredths, ONE, textOf, times, type Whole, wholeOf } from './whole.ts'

/** Counts by component code; a component left out counts as null of null. */
export type Counts766 = Readonly<Record<string, Halves>>

/** Result of a 766 profile: percents and points as text with two decimals, maxima as numbers. */
export type Score766 = {
  profile: string
  /** In the profile's order; a component that is only followed (`max` 0) is there if counts for it were given. */
  components: Record<string, { ratio: string | null; score: string; max: number }>
  groups: Record<string, { score: string; max: number }>
  total: string
  /** The Vietnamese word of the total. */
  band: string
}

const NONE: Halves = { numerator: null, denominator: null }

/**
 * Scores counts by a version of Decision 766. `ratio` is the percent before any cap; points come from the exact ratio, capped, and
 * are rounded half-up once; a group is the sum of its rounded points, the total the sum of its groups (a published case prints
 * 4.85 + 1.15 + 0.68 = 6.68 where the exact sum is 6.6702; domain.md §4.2). Counts must have passed `checkCounts`.
 */
export const score766 = (profile: Profile766, counts: Counts766): Score766 => {
  const components: Score766['components'] = {}
  const groups: Score766['groups'] = {}
  let total = 0n
  const halvesOf = (code: string) => (Object.hasOwn(counts, code) ? counts[code]! : NONE)
  for (const group of profile.groups) {
    let points = 0n
    for (const component of group.components) {
      const ratio = fullRatio(component, halvesOf)
      const earned = pointsOf(component, ratio)
      points += earned
      if (component.max > 0 || Object.hasOwn(counts, component.code))
        components[component.code] = {
          ratio: ratio && textOf(hundredths(ratio, 100)),
          score: textOf(earned),
          max: component.max,
        }
    }
    groups[group.code] = { score: textOf(points), max: group.max }
    total += points
  }
  return {
    profile: profile.id,
    components,
    groups,
    total: textOf(total),
    band: bandOf(profile, new Big(textOf(total))),
  }
}

/** The component's ratio with what multiplies it, before its cap; null where there is none. */
const fullRatio = (component: Component, halvesOf: (code: string) => Halves): Whole | null => {
  const own = wholeOf(halvesOf(component.code))
  if (own === null || component.multipliedBy === undefined) return own
  return times(own, atMostOne(wholeOf(halvesOf(component.multipliedBy)) ?? ONE))
}

/** In hundredths of a point. */
const pointsOf = ({ max, capPercent, none }: Component, ratio: Whole | null): bigint => {
  if (ratio === null) return none.points === 'full' ? hundredths(ONE, max) : 0n
  return hundredths(atMostOne(times(ratio, { top: 100n, bottom: BigInt(capPercent) })), max)
}

/** The Vietnamese word for a total. */
export const bandOf = (profile: Profile766, total: Big): string =>
  profile.bands.find((band) => total.gte(band.from))!.word
