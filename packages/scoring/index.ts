export type { Halves } from './decimal.ts'
export { checkCounts, type Fault } from './decision-766/check-counts.ts'
export {
  type Band,
  type Component,
  type Group,
  type Profile766,
  readOtherwise,
} from './decision-766/profile.ts'
export { PROFILE_766_2026 } from './decision-766/profile-2026.ts'
export { bandOf, type Counts766, type Score766, score766 } from './decision-766/score.ts'
export { type Bilingual, EVIDENCE, type Evidence } from './evidence.ts'
export { type InternalRank, type InternalRow, internalIndex } from './internal-index.ts'
export {
  type CriterionComparison,
  comparePar,
  type DomainComparison,
  type ParComparison,
  type PublishedCriterion,
  type PublishedPar,
} from './par/compare.ts'
export type { Difference, DifferenceKind, PercentComparison } from './par/difference.ts'
export {
  INDEX_YEARS,
  INTERNAL_2023,
  type IndexYear,
  LAM_HA_2021,
  NATIONAL_MEANS,
  READINGS_2023,
} from './par/facts.ts'
export { parInputs } from './par/inputs.ts'
export type { Criterion, Domain, ProfilePar, Scoring, Way } from './par/profile.ts'
export { PROFILE_PAR_2023 } from './par/profile-2023.ts'
export { COUNTS_2023, PUBLISHED_2023 } from './par/published-2023.ts'
export { type ParCounts, type ParScore, scorePar } from './par/score.ts'
export { profileNote } from './profile-note.ts'
export { PROFILES, type Profile, profileById } from './profiles.ts'
export {
  type Answers,
  type FormScore,
  STRAIGHT_LINE_ANSWERS_MIN,
  type SurveyQuestion,
  scoreForm,
} from './survey/form.ts'
export { type SurveyForm, type SurveyIndex, type SurveyResult, surveyIndex } from './survey/index-of-forms.ts'
export { type OneLine, onOneLine, type SurveyPoint } from './survey/one-line.ts'
export type { IndexMethod, SurveyProfile } from './survey/profile.ts'
export { LEADERS_2023, SIPAS_2021, SIPAS_2022 } from './survey/profiles.ts'
