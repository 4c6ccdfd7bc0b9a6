import type { Bilingual, Evidence } from '../evidence.ts'

/** The ways a criterion of the PAR Index comes to its points. */
export type Way = 'ratio' | 'weighted-counts' | 'rule' | 'rank-band' | 'constant' | 'published-with-reason'

/** A part of a criterion scored by its ratio; `input` is the code of its counts. */
export type RatioPart = {
  input: string
  max: string
  /** Percent that earns the whole `max`; 100 unless said. */
  targetPercent?: number
}

export type ConstantPart = { constant: string; reason: string }

/** A count of the things a criterion counts, and what one of them is worth; each has the same denominator. */
export type Weight = { input: string; weight: readonly [top: number, bottom: number]; evidence: Evidence }

/**
 * A rule over a count. `none-found`: full points where nothing was found, else `foundPoints`. `not-below`: the numerator is this
 * year's amount, the denominator last year's; `belowPoints` where it fell, and no one knows the points where it did not.
 */
export type Rule =
  | { kind: 'none-found'; input: string; foundPoints: string }
  | { kind: 'not-below'; input: string; belowPoints: string }

/** Ranks from–to earn these points; ranks in no band earn points nobody has printed. */
export type RankBand = { from: number; to: number; points: string; evidence: Evidence }

export type Scoring =
  | { way: 'ratio'; parts: readonly (RatioPart | ConstantPart)[] }
  | { way: 'weighted-counts'; weights: readonly Weight[] }
  | { way: 'rule'; rule: Rule }
  /** Two inputs, because a document may print only the band: both ends must lie in one band. */
  | { way: 'rank-band'; fromInput: string; toInput: string; bands: readonly RankBand[] }
  | { way: 'constant'; points: string }
  | { way: 'published-with-reason' }

/** One criterion (tiêu chí) that carries points. `max` in points, as decimal text. */
export type Criterion = {
  code: string
  domain: string
  title: Bilingual
  max: string
  scoring: Scoring
  evidence: Evidence
  /** Why it is scored so; what is inferred, and from what. */
  reason: Bilingual
}

/** A domain (lĩnh vực), or a survey that counts like one. `max` of criteria that lost nothing is in none of `criteria`. */
export type Domain = { code: string; title: Bilingual; max: string }

export type ProfilePar = {
  id: string
  kind: 'par'
  title: Bilingual
  madeIn: number
  evidence: Evidence
  source: string
  domains: readonly Domain[]
  criteria: readonly Criterion[]
}
