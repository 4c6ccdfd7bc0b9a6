import {
  type Catalogues,
  catalogueVersion,
  checkFolder,
  compareCatalogues,
  indexRaw,
  type Problem,
  type RawDocuments,
  readCatalogueFiles,
  readCatalogueFolder,
  shippedFolder,
  writeCatalogueFolder,
} from '@ioc/catalogues'
import type { Kafka } from '@ioc/kafka'
import { IN_FORCE_AFTER_MS } from './edition.ts'
import type { Editions } from './editions.ts'
import { loadEdition } from './load.ts'
import { changesText, editionsText, problemsText, returnsText, shownEdition } from './print.ts'
import type { Words } from './words.ts'

export type CommandDoors = {
  kafka: Pick<Kafka, 'publish'>
  editions: Editions
  /** Does Kafka answer? */
  answers(): Promise<boolean>
  now(): number
  pause(ms: number): Promise<void>
  user(): string
  /** How many dead letters a set would let come back; null where nobody can tell now: no ledger, or no key. */
  returns(catalogues: Catalogues): Promise<Returns | null>
  /** Told of progress, a line at a time. */
  say(line: string): void
}

/** Of `judged` dead letters that wait for a code, `kept` would come back; `more`: there are more than were judged. */
export type Returns = { kept: number; judged: number; more: boolean }

export type Told = { code: number; text: string; json: object }

const EX_DATAERR = 65
const EX_UNAVAILABLE = 69

/** Runs one command and gives what came of it. @throws FolderUnreadable */
export const runCommand = async (
  words: Exclude<Words, { name: 'help' }>,
  doors: CommandDoors,
): Promise<Told> => {
  const { editions } = doors
  if (await doors.answers()) await editions.refresh()
  // Files can be checked anywhere; everything else is about what is in force.
  else if (words.name !== 'check') return away()
  const newest = editions.list().at(-1)
  switch (words.name) {
    case 'list':
      return {
        code: 0,
        text: editionsText(editions.list(), editions.current().version),
        json: { inForce: editions.current().version, sets: editions.list().map(shownEdition).reverse() },
      }
    case 'check': {
      const { problems } = checked(words.folder, newest?.documents())
      return { code: problems.length > 0 ? EX_DATAERR : 0, text: problemsText(problems), json: { problems } }
    }
    case 'export': {
      const edition =
        words.version === null ? newest : editions.list().findLast((e) => e.version === words.version)
      if (!edition) {
        const line = `there is no set ${words.version ?? ''} in the log; npm run catalogues -- list shows those there are`
        return { code: 1, text: line, json: { error: line } }
      }
      const files = writeCatalogueFolder(words.folder, edition.documents())
      return {
        code: 0,
        text: `${edition.version} written: ${files.join(', ')}`,
        json: { version: edition.version, files },
      }
    }
    case 'diff': {
      const { problems, changes, documents } = compared(words.folder, newest?.documents())
      if (problems.length > 0) return refused(problems)
      const returns = await doors.returns(indexRaw(documents))
      return {
        code: 0,
        text: `${changesText(changes)}\n${returnsText(returns)}`,
        json: { changes, deadLetters: returns },
      }
    }
    default:
      return load(words, doors, newest?.documents())
  }
}

const away = (): Told => {
  const line = 'Kafka does not answer: is it running, and KAFKA_BROKERS right? Nothing was done.'
  return { code: EX_UNAVAILABLE, text: line, json: { error: line } }
}

const refused = (problems: readonly Problem[]): Told => ({
  code: EX_DATAERR,
  text: `${problemsText(problems)}; nothing was loaded`,
  json: { problems },
})

/** A set that is not checked against one in force has nothing that is new. */
const checked = (folder: string | null, inForce: RawDocuments | undefined) => {
  const named = folder ?? shippedFolder()
  return checkFolder(named, inForce ?? readCatalogueFolder(named).documents)
}

/** Before anything was loaded the set of the software is in force; files changed in its own folder cannot be told from it. */
const compared = (folder: string | null, inForce: RawDocuments | undefined) => {
  const { documents, problems } = checked(folder, inForce)
  return {
    documents,
    problems,
    changes: problems.length > 0 ? [] : compareCatalogues(inForce ?? readCatalogueFiles(), documents),
  }
}

const load = async (
  words: Extract<Words, { name: 'load' }>,
  doors: CommandDoors,
  inForce: RawDocuments | undefined,
): Promise<Told> => {
  const { problems, documents, changes } = compared(words.folder, inForce)
  if (problems.length > 0) return refused(problems)
  doors.say(changesText(changes))
  const { why } = words
  const by = words.by ?? doors.user()
  const { kind, edition } = await loadEdition(doors, documents, {
    by,
    why,
    shipped: inForce ?? readCatalogueFiles(),
  })
  const json = { outcome: kind, set: shownEdition(edition), changes }
  if (kind === 'already') return { code: 0, text: `${edition.version} is the newest already`, json }
  if (kind === 'overtaken') {
    const line = `${edition.version} (${edition.by}: ${edition.why}) was loaded in the meantime: look at diff, and load again; ${catalogueVersion(documents)} counts nowhere`
    return { code: 1, text: line, json }
  }
  doors.say(`${edition.version} is loaded; in force in ${IN_FORCE_AFTER_MS / 1000} s …`)
  // Measured from the acknowledgement, whatever this machine's clock says of the brokers'.
  await doors.pause(IN_FORCE_AFTER_MS)
  return { code: 0, text: `${edition.version} is in force`, json }
}
