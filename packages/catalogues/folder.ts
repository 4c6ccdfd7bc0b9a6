import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CATALOGUE_NAMES, catalogueDocuments, type RawDocuments, SHIPPED } from './documents.ts'
import type { Problem } from './problem.ts'

/** Where the set that the software is shipped with lies. */
export const shippedFolder = (): string => dirname(fileURLToPath(SHIPPED))

/** A folder cannot be looked into at all; its message says which and why. */
export class FolderUnreadable extends Error {
  override readonly name = 'FolderUnreadable'
}

/**
 * The files of a folder in the form of `schemas/catalogues/data`, and what is wrong with them as files: one that is missing, is no
 * JSON, or is none of a set. What is in them is judged by `checkCatalogues`.
 * @throws FolderUnreadable
 */
export function readCatalogueFolder(folder: string): { documents: RawDocuments; problems: Problem[] } {
  const there = new Set(namesIn(folder))
  const known = new Set(CATALOGUE_NAMES.map((name) => `${name}.json`))
  const problems: Problem[] = [...there]
    .filter((file) => !known.has(file as Problem['file']))
    .map((file) => ({
      file: file as Problem['file'],
      row: '',
      code: 'unknown-file',
      message: `is no file of a set of catalogues (${[...known].join(', ')}): take it out of the folder, or correct its name`,
    }))
  const documents: RawDocuments = {}
  for (const name of CATALOGUE_NAMES) {
    const file = `${name}.json` as const
    if (!there.has(file)) {
      if (catalogueDocuments.shape[name].safeParse(undefined).success) continue
      problems.push({
        file,
        row: '',
        code: 'missing-file',
        message: `is not in ${folder}: a set is loaded whole`,
      })
      continue
    }
    try {
      documents[name] = JSON.parse(readFileSync(join(folder, file), 'utf8'))
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      problems.push({ file, row: '', code: 'not-json', message: `${error.message}: mend the file` })
    }
  }
  return { documents, problems }
}

/** Writes a set as files, so that it can be looked at, changed and loaded again. */
export function writeCatalogueFolder(folder: string, documents: RawDocuments): string[] {
  mkdirSync(folder, { recursive: true })
  return Object.entries(documents).map(([name, document]) => {
    const file = join(folder, `${name}.json`)
    writeFileSync(file, `${JSON.stringify(document, null, 2)}\n`)
    return file
  })
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json'))
  } catch (error) {
    throw new FolderUnreadable(
      `${folder} cannot be read (${(error as NodeJS.ErrnoException).code}): name a folder in the form of schemas/catalogues/data`,
      { cause: error },
    )
  }
}
