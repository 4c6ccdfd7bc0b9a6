import type { Bilingual, Evidence } from '../evidence.ts'

/**
 * How an index comes from answers. `share-of-top-two`: the two best columns of all answers given. `mean-of-normalised`: the mean of
 * (x − min)/(max − min), or of its complement where the sheet lists the best first.
 */
export type IndexMethod = 'share-of-top-two' | 'mean-of-normalised'

/** A survey in one version of its method. Indexes of two versions are never compared. */
export type SurveyProfile = {
  id: string
  kind: 'sipas' | 'leaders'
  title: Bilingual
  /** Year from which the method is used. */
  madeIn: number
  methodVersion: string
  method: IndexMethod
  evidence: Evidence
  source: string
  /** What a full index is worth in the PAR Index of 100 points. */
  parPoints: number
}
