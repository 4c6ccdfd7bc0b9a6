import type { ContractField, Ioc, ProcedureField, Questionnaire } from '@ioc/schemas/catalogues/index.ts'
import { readChecked } from './check.ts'
import {
  type CatalogueDocuments,
  catalogueDocuments,
  type RawDocuments,
  readCatalogueFiles,
} from './documents.ts'
import { indexProcedures, type ProcedureCatalogue } from './procedures.ts'
import { indexRemediation, type RemediationCatalogue } from './remediation.ts'
import { indexUnits, type UnitCatalogue } from './units.ts'
import type { Day } from './validity.ts'
import { catalogueVersion } from './version.ts'
import { indexWorkingDays, type WorkingDays } from './working-days.ts'

/** Units, procedures, questionnaires and IOCs of one version, held in memory; nothing in it changes. */
export type Catalogues = UnitCatalogue &
  ProcedureCatalogue &
  RemediationCatalogue & {
    /** What a cut pins and a ledger row records, e.g. `c1-0123456789ab`. */
    version: string
    /** The first day the province is known to differ from these units; what is resolved from here on is a guess. */
    describedUntil: Day
    /** The 16 operations centres, named as at the end of 2024. */
    iocs: readonly Ioc[]
    procedureFields: readonly ProcedureField[]
    questionnaires: readonly Questionnaire[]
    /** A questionnaire by its code with method version, e.g. `sipas@2022`, or undefined. */
    questionnaire(code: string): Questionnaire | undefined
    /** Optional fields a contract was given as data. */
    contractFields(contract: string): readonly ContractField[]
    /** Which days are worked, and arithmetic over them; its years end where the announcements do. */
    workingDays: WorkingDays
  }

/**
 * The catalogues the software is shipped with, read from disk and checked once.
 * @throws Error naming every problem when the files break a rule of `checkCatalogues`: nothing may run on them.
 */
export function openCatalogues(): Catalogues {
  const files = readCatalogueFiles()
  const { documents, problems } = readChecked(files)
  if (documents === null || problems.length > 0) {
    throw new Error(
      `the catalogues are broken:\n${problems.map((p) => `- ${p.file} ${p.row}: ${p.message}`).join('\n')}`,
    )
  }
  return indexCatalogues(documents, catalogueVersion(files))
}

/** Look-ups over documents that were checked before they were written. @throws ZodError where they have no such shape */
export function indexRaw(files: RawDocuments): Catalogues {
  return indexCatalogues(catalogueDocuments.parse(files), catalogueVersion(files))
}

/** Look-ups over documents that are already checked. */
export function indexCatalogues(
  documents: CatalogueDocuments,
  version: string = catalogueVersion(documents),
): Catalogues {
  const questionnaires = new Map(documents.questionnaires.questionnaires.map((each) => [each.code, each]))
  const fields = Map.groupBy(documents['contract-fields'].fields, ({ contract }) => contract)
  return {
    ...indexUnits(documents.units.units),
    ...indexProcedures(documents.procedures.procedures),
    ...indexRemediation(documents.remediation),
    version,
    describedUntil: documents.units.describedUntil,
    iocs: documents.iocs.iocs,
    procedureFields: documents.procedures.fields,
    questionnaires: documents.questionnaires.questionnaires,
    questionnaire: (code) => questionnaires.get(code),
    contractFields: (contract) => fields.get(contract) ?? [],
    workingDays: indexWorkingDays(documents['working-days']),
  }
}
