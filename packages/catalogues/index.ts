export type {
  Ioc,
  Procedure,
  ProcedureField,
  Question,
  Questionnaire,
  Unit,
  UnitLevel,
} from '@ioc/schemas/catalogues/index.ts'
export { checkCatalogues } from './check.ts'
export { type CatalogueDocuments, readCatalogueFiles } from './documents.ts'
export { type Catalogues, indexCatalogues, openCatalogues } from './open.ts'
export type { Problem, ProblemCode } from './problem.ts'
export type { Day } from './validity.ts'
