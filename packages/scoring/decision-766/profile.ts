import type { Bilingual, Evidence } from '../evidence.ts'

/** One component that is scored, or followed without points (`max` 0). */
export type Component = {
  code: string
  title: Bilingual
  /** Points at and above the cap; 0: followed only, its points are always 0. */
  max: number
  /** Percent at which the points are full: 100 is linear, 80 gives full points from 80%. */
  capPercent: number
  /** Points where there is no ratio (null, or 0 of 0). */
  none: { points: 'zero' | 'full'; evidence: Evidence }
  evidence: Evidence
  /** Another component whose ratio, at most 1, multiplies this one's before the cap; where it has none the factor is 1. */
  multipliedBy?: string
  /** The numerator may be above the denominator; the ratio then counts as 100%. */
  mayExceed?: true
  /** A denominator that the rule itself divides (last year's total by 12 or 4) need not be whole. */
  dividedDenominator?: true
  /** Another reading of the rule somewhere in the sources. */
  otherReading?: { capPercent: number; why: string }
  remark?: string
}

export type Group = {
  code: string
  title: Bilingual
  max: number
  /** How sure it is that this group bears this code of the portal. */
  codeEvidence: Evidence
  components: readonly Component[]
}

/** A word for a total; `from` is the least total, in points of 100. */
export type Band = { from: number; word: string; en: string; evidence: Evidence }

/** A version of the index of Decision 766/QĐ-TTg as data. */
export type Profile766 = {
  id: string
  kind: '766'
  title: Bilingual
  /** The year the rule was made, or is first known for. */
  madeIn: number
  evidence: Evidence
  source: string
  groups: readonly Group[]
  /** From the highest down; the last begins at 0. */
  bands: readonly Band[]
}

/** The same profile with one component read as `otherReading` says; throws where the component has no other reading. */
export const readOtherwise = (profile: Profile766, code: string): Profile766 => {
  let found = false
  const groups = profile.groups.map((group) => ({
    ...group,
    components: group.components.map((component) => {
      if (component.code !== code || !component.otherReading) return component
      found = true
      return { ...component, capPercent: component.otherReading.capPercent }
    }),
  }))
  if (!found) throw new RangeError(`${profile.id} has no other reading of ${code}`)
  return { ...profile, groups }
}
