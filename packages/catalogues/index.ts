export type {
  Ioc,
  Procedure,
  ProcedureField,
  Question,
  Questionnaire,
  RemediationCriterion,
  Remedy,
  Unit,
  UnitLevel,
} from '@ioc/schemas/catalogues/index.ts'
export { checkCatalogues } from './check.ts'
export { type CatalogueDocuments, readCatalogueFiles } from './documents.ts'
export { type Catalogues, indexCatalogues, openCatalogues } from './open.ts'
export type { Problem, ProblemCode } from './problem.ts'
export type { RemediationCount, RemediationCounts, RemedyWithCause } from './remediation.ts'
export {
  type ReportedRemedy,
  remediationIndicator,
  remediesDone,
  remedyOfIndicator,
} from './remediation-events.ts'
export type { Day } from './validity.ts'
export { CALENDAR_UNKNOWN, type CalendarUnknown, type WorkingDays } from './working-days.ts'
export { type WorkingDaysSql, workingDaysSql } from './working-days-sql.ts'
