import type { Catalogues } from '@ioc/catalogues'
import { quoted } from '../sql.ts'
import type { SetOfSubjects } from './set.ts'

/** Names that the facts below need behind WITH; scalar subqueries, so that the lists stand in the analysed query once. */
export const procedureDefinitions = ({ procedures }: Catalogues): Record<string, string> => ({
  procedure_codes: `(SELECT [${procedures.map(({ code }) => quoted(code)).join(', ')}])`,
  procedure_days: `(SELECT [${procedures.map(({ legalWorkingDays }) => legalWorkingDays).join(', ')}])`,
  procedure_papers: `(SELECT [${procedures.map(({ paperResult }) => (paperResult ? 1 : 0)).join(', ')}])`,
})

/** What the procedure catalogue of the cut says of a dossier's procedure. */
export const procedureFacts: SetOfSubjects['facts'] = [
  // The national form of the code, which all of its three forms begin with.
  ['procedure', 'left(procedure_code, 8)'],
  // N.NNNNNN without its point: numbers are told apart faster than texts.
  ['procedure_number', "toUInt32OrZero(replaceOne(procedure, '.', ''))"],
  ['legal_working_days', 'transform(procedure, procedure_codes, procedure_days, NULL)'],
  ['returns_paper', 'transform(procedure, procedure_codes, procedure_papers, 0) = 1'],
]
