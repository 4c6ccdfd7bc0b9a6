import { checkContractFields } from './check-contract-fields.ts'
import { checkCounts } from './check-counts.ts'
import { checkKeys, checkUnique, checkValidity } from './check-keys.ts'
import { checkLineage } from './check-lineage.ts'
import { checkNames } from './check-names.ts'
import { checkReferences } from './check-references.ts'
import { checkRemediation } from './check-remediation.ts'
import { checkWorkingDays } from './check-working-days.ts'
import { compareCatalogues } from './compare.ts'
import { type CatalogueDocuments, catalogueDocuments, type RawDocuments } from './documents.ts'
import { readCatalogueFolder } from './folder.ts'
import type { Problem } from './problem.ts'

/**
 * Everything that is wrong with a set of catalogue documents, as parsed from JSON; empty when they may be used.
 * Shapes come first: while the schemas are not met, no other rule is tried.
 */
export const checkCatalogues = (data: unknown): Problem[] => readChecked(data).problems

/** The documents, where they have the shape they are to have, and everything that is wrong with them. */
export function readChecked(
  data: unknown,
): { documents: CatalogueDocuments; problems: Problem[] } | { documents: null; problems: Problem[] } {
  const parsed = catalogueDocuments.safeParse(data)
  if (parsed.success) return { documents: parsed.data, problems: checkDocuments(parsed.data) }
  const problems = parsed.error.issues.map(
    ({ path: [file, ...path], message }): Problem => ({
      file: `${String(file)}.json` as Problem['file'],
      row: path.join('.') + namedRow(data, [file!, ...path]),
      code: 'shape',
      message: `${message}: correct the value to what schemas/catalogues says`,
    }),
  )
  return { documents: null, problems }
}

/** The key of the row a path leads into, where it has one: `units.3` alone makes a person count. */
function namedRow(data: unknown, path: PropertyKey[]): string {
  const row = path
    .slice(0, 3)
    .reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | null)?.[key], data)
  if (path.length < 4 || typeof row !== 'object' || row === null) return ''
  const { code, validFrom } = row as Record<string, unknown>
  if (typeof code !== 'string') return ''
  return typeof validFrom === 'string' ? ` (${code}@${validFrom})` : ` (${code})`
}

/** Rows that are new are the first to look at where too many are in force; a longer list helps nobody. */
const NEW_ROWS_MAX = 8

/**
 * Everything that is wrong with a folder of catalogue files; its documents where they may be loaded. A count that is wrong also names the
 * rows that the set in force does not have: one of them is the likely cause.
 * @throws FolderUnreadable
 */
export function checkFolder(
  folder: string,
  inForce: RawDocuments,
): { documents: RawDocuments; problems: Problem[] } {
  const { documents, problems } = readCatalogueFolder(folder)
  if (problems.length > 0) return { documents, problems }
  const added = compareCatalogues(inForce, documents).filter(({ kind }) => kind === 'added')
  return {
    documents,
    problems: checkCatalogues(documents).map((problem) => {
      const rows = added.filter(({ file, list }) => file === problem.file && list !== 'expectations')
      if (problem.code !== 'count' || rows.length === 0) return problem
      const more = rows.length > NEW_ROWS_MAX ? ` and ${rows.length - NEW_ROWS_MAX} more` : ''
      const named = rows.slice(0, NEW_ROWS_MAX).map(({ row }) => row)
      return {
        ...problem,
        message: `${problem.message}; not in the set in force: ${named.join(', ')}${more}`,
      }
    }),
  }
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
    ...checkContractFields(documents),
  ]
}
