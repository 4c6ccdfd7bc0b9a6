import { readFileSync } from 'node:fs'
import {
  iocsDocument,
  proceduresDocument,
  questionnairesDocument,
  remediationDocument,
  unitsDocument,
  workingDaysDocument,
} from '@ioc/schemas/catalogues/index.ts'
import { z } from 'zod'

/** The catalogue files, each under the name of its file without `.json`. */
export const catalogueDocuments = z.strictObject({
  units: unitsDocument,
  iocs: iocsDocument,
  procedures: proceduresDocument,
  questionnaires: questionnairesDocument,
  remediation: remediationDocument,
  'working-days': workingDaysDocument,
})

export type CatalogueDocuments = z.infer<typeof catalogueDocuments>

/** The files as they are on disk, parsed as JSON and nothing more: `checkCatalogues` says whether they may be used. */
export function readCatalogueFiles(): Record<keyof CatalogueDocuments, unknown> {
  return {
    units: readJson('units'),
    iocs: readJson('iocs'),
    procedures: readJson('procedures'),
    questionnaires: readJson('questionnaires'),
    remediation: readJson('remediation'),
    'working-days': readJson('working-days'),
  }
}

function readJson(name: keyof CatalogueDocuments): unknown {
  const file = new URL(import.meta.resolve(`@ioc/schemas/catalogues/data/${name}.json`))
  return JSON.parse(readFileSync(file, 'utf8'))
}
