import { type ReportedIndicator as Listed, reportedIndicators } from '@ioc/schemas/documents/indicators.ts'
import { defineIndicator, type ReportedIndicator } from '../define.ts'
import { sourceOf } from './documents.ts'

/** Reported whole, or made here of what is told of all units: `scores/internal.ts`. */
const MADE_HERE = ['par.internal.score', 'par.internal.rank']

const asReported = ({ document, section, maximum, ...listed }: Listed): ReportedIndicator =>
  defineIndicator({
    ...listed,
    version: 1,
    source: sourceOf(document, section),
    evidence: 'published',
    ...(maximum === undefined ? {} : { maximum }),
    of: 'reports',
    aboutPersons: false,
  })

const all = reportedIndicators.map(asReported)

/** Figures other bodies count and report; nothing is counted here, their halves are carried with period and document. */
export const reported: readonly ReportedIndicator[] = all.filter(({ id }) => !MADE_HERE.includes(id))

/** A reported indicator by its id. @throws RangeError for one that is not listed */
export const reportedById = (id: string): ReportedIndicator => {
  const found = all.find((indicator) => indicator.id === id)
  if (!found) throw new RangeError(`${id} is not listed in schemas/documents/indicators.json`)
  return found
}
