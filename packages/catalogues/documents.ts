import { existsSync, readFileSync } from 'node:fs'
import {
  contractFieldsDocument,
  iocsDocument,
  proceduresDocument,
  questionnairesDocument,
  remediationDocument,
  unitsDocument,
  workingDaysDocument,
} from '@ioc/schemas/catalogues/index.ts'
import { z } from 'zod'

/**
 * The files of a set, each under its name without `.json`. Another file is its schema and one line here. It must have a
 * `.default(…)`: sets of before it, which the log keeps for ever, do not have it.
 */
export const catalogueDocuments = z.strictObject({
  units: unitsDocument,
  iocs: iocsDocument,
  procedures: proceduresDocument,
  questionnaires: questionnairesDocument,
  remediation: remediationDocument,
  'working-days': workingDaysDocument,
  'contract-fields': contractFieldsDocument,
})

export type CatalogueDocuments = z.infer<typeof catalogueDocuments>
export type CatalogueName = keyof CatalogueDocuments

/** The names of the files of a set, without `.json`. */
export const CATALOGUE_NAMES = Object.keys(catalogueDocuments.shape) as CatalogueName[]

/** Documents as parsed from JSON and nothing more: `checkCatalogues` says whether they may be used. */
export type RawDocuments = Record<string, unknown>

/** The folder of the set that the software is shipped with. */
export const SHIPPED = new URL(import.meta.resolve('@ioc/schemas/catalogues/data/units.json'))

/** The files the software is shipped with, as they are on disk. Throws where one is no JSON, or missing and has no default. */
export function readCatalogueFiles(): Record<CatalogueName, unknown> {
  const shipped = CATALOGUE_NAMES.filter(
    (name) =>
      existsSync(new URL(`${name}.json`, SHIPPED)) ||
      !catalogueDocuments.shape[name].safeParse(undefined).success,
  )
  const read = shipped.map((name) => [
    name,
    JSON.parse(readFileSync(new URL(`${name}.json`, SHIPPED), 'utf8')),
  ])
  return Object.fromEntries(read) as Record<CatalogueName, unknown>
}
