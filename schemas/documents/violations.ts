import parIndex from './par-2023.json' with { type: 'json' }
import type { PrintedFigure } from './printed.ts'

/** What the document says was found without saying how often: no number is printed, so 1 stands for "at least one". */
export type ViolationFound = Pick<
  PrintedFigure,
  'indicator' | 'document' | 'unitCode' | 'periodFrom' | 'periodTo' | 'numerator' | 'unitOfMeasure'
> & { criterion: string }

const counted = new Set(parIndex.figures.map(({ indicator }) => indicator))

/** Violations of 2023 that a rule of the PAR Index takes points for, where no figure counts them (criteria 5.4, 6.1.2, 6.3.3). */
export const violationsFound: readonly ViolationFound[] = parIndex.rows
  .filter(({ code, violationFound }) => violationFound === true && !counted.has(`par.${code}`))
  .map(({ code }) => ({
    criterion: code,
    indicator: `par.${code}`,
    document: 'kh-5024-2024',
    unitCode: '68',
    periodFrom: '2023-01-01',
    periodTo: '2023-12-31',
    numerator: 1,
    unitOfMeasure: 'vấn đề',
  }))
