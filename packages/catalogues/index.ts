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
export { checkCatalogues, checkFolder } from './check.ts'
export { compareCatalogues, type RowChange } from './compare.ts'
export {
  CATALOGUE_NAMES,
  type CatalogueDocuments,
  type RawDocuments,
  readCatalogueFiles,
} from './documents.ts'
export { FolderUnreadable, readCatalogueFolder, shippedFolder, writeCatalogueFolder } from './folder.ts'
export { always, type InForce } from './in-force.ts'
export { type Catalogues, indexCatalogues, indexRaw, openCatalogues } from './open.ts'
export type { Problem, ProblemCode } from './problem.ts'
export type { RemediationCount, RemediationCounts, RemedyWithCause } from './remediation.ts'
export {
  type ReportedRemedy,
  remediationIndicator,
  remediesDone,
  remedyOfIndicator,
} from './remediation-events.ts'
export type { Day } from './validity.ts'
export { catalogueVersion } from './version.ts'
export { CALENDAR_UNKNOWN, type CalendarUnknown, type WorkingDays } from './working-days.ts'
export { type WorkingDaysSql, workingDaysSql } from './working-days-sql.ts'
