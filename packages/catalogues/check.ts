import { checkCounts } from './check-counts.ts'
import { checkKeys, checkUnique, checkValidity } from './check-keys.ts'
import { checkLineage } from './check-lineage.ts'
import { checkNames } from './check-names.ts'
import { checkReferences } from './check-references.ts'
import { checkRemediation } from './check-remediation.ts'
import { checkWorkingDays } from './check-working-days.ts'
import { type CatalogueDocuments, catalogueDocuments } from './documents.ts'
import type { Problem } from './problem.ts'

/**
 * Everything that is wrong with a set of catalogue documents, as parsed from JSON; empty when they may be used.
 * Shapes come first: while the schemas are not met, no other rule is tried.
 */
export function checkCatalogues(data: unknown): Problem[] {
  const parsed = catalogueDocuments.safeParse(data)
  if (!parsed.success) {
    return parsed.error.issues.map(({ path: [file, ...path], message }) => ({
      file: `${String(file)}.json` as Problem['file'],
      row: path.join('.'),
      code: 'shape',
      message: `${message}: correct the value to what schemas/catalogues says`,
    }))
  }
  return checkDocuments(parsed.data)
}

function checkDocuments(documents: CatalogueDocuments): Problem[] {
  const { units, iocs, procedures, questionnaires } = documents
  const kept = [
    { file: 'units.json', rows: units.units, expectations: units.expectations },
    { file: 'iocs.json', rows: iocs.iocs, expectations: iocs.expectations },
    { file: 'procedures.json', rows: procedures.procedures, expectations: procedures.expectations },
    { file: 'questionnaires.json', rows: questionnaires.questionnaires, expectations: [] },
  ] as const
  return [
    ...kept.flatMap(({ file, rows, expectations }) => [
      ...checkKeys(file, rows),
      ...checkValidity(file, rows),
      ...checkNames(file, rows),
      ...checkCounts(file, rows, expectations),
    ]),
    ...checkUnique('procedures.json', 'fields', procedures.fields),
    ...checkNames('procedures.json', procedures.fields),
    ...checkLineage(units),
    ...checkWorkingDays(documents['working-days']),
    ...checkReferences(documents),
    ...checkRemediation(documents),
  ]
}
