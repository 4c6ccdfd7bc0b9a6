import { readFileSync } from 'node:fs'
import {
  iocsDocument,
  proceduresDocument,
  questionnairesDocument,
  unitsDocument,
} from '@ioc/schemas/catalogues/index.ts'
import { z } from 'zod'

/** The four catalogue files, each under the name of its file without `.json`. */
export const catalogueDocuments = z.strictObject({
  units: unitsDocument,
  iocs: iocsDocument,
  procedures: proceduresDocument,
  questionnaires: questionnairesDocument,
})

export type CatalogueDocuments = z.infer<typeof catalogueDocuments>

/** The files as they are on disk, parsed as JSON and nothing more: `checkCatalogues` says whether they may be used. */
export function readCatalogueFiles(): Record<keyof CatalogueDocuments, unknown> {
  return {
    units: readJson('units'),
    iocs: readJson('iocs'),
    procedures: readJson('procedures'),
    questionnaires: readJson('questionnaires'),
  }
}

function readJson(name: keyof CatalogueDocuments): unknown {
  const file = new URL(import.meta.resolve(`@ioc/schemas/catalogues/data/${name}.json`))
  return JSON.parse(readFileSync(file, 'utf8'))
}
