import type { CountedIndicator } from '../../define.ts'
import { digitised, originalResult, populationDossiers, populationProcedures, reused } from './digitised.ts'
import {
  onlineServicesWithDossiers,
  onlineSubmissions,
  paymentDossiers,
  paymentProcedures,
} from './online.ts'
import { progressOnTime } from './progress.ts'
import { petitionsOnTime, petitionsSatisfied, receptionSatisfied } from './satisfaction.ts'

export { componentId } from './family.ts'

/** Components of Decision 766 that events can tell, in the profile's order. The others reach us as reported figures, or not at all. */
export const quality: readonly CountedIndicator[] = [
  progressOnTime,
  onlineServicesWithDossiers,
  onlineSubmissions,
  paymentDossiers,
  paymentProcedures,
  originalResult,
  digitised,
  reused,
  populationDossiers,
  populationProcedures,
  petitionsOnTime,
  petitionsSatisfied,
  receptionSatisfied,
]
