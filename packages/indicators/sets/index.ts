import type { Catalogues } from '@ioc/catalogues'
import { workingDaysSql } from '@ioc/catalogues/working-days-sql.ts'
import type { CountedSet } from '../define.ts'
import { dossiers } from './dossiers.ts'
import { feedback } from './feedback.ts'
import { forms } from './forms.ts'
import type { SetOfSubjects } from './set.ts'

export type { SetOfSubjects } from './set.ts'

/** The sets of subjects that are counted here, with the facts that need the calendar of a catalogue. */
export const openSets = (catalogues: Catalogues): Record<CountedSet, SetOfSubjects> => {
  const workingDays = workingDaysSql(catalogues.workingDays)
  return { dossiers: dossiers(workingDays, catalogues), feedback: feedback(workingDays), forms }
}
