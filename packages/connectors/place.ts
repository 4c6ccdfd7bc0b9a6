import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { STREAM } from '@ioc/schemas/events/streams.ts'
import { writeWhole } from '@ioc/sealing/whole-file.ts'
import { z } from 'zod'
import type { Way } from './way.ts'

/** As `source-progress.v1` takes it. */
const UNIT_CODE = /^[A-Z0-9.]{2,20}$/

/**
 * What a place says of a source: whether it is on, and what its way needs to know. `generation` is raised to read the source again from
 * its beginning: each has a checkpoint of its own.
 */
const placed = z.strictObject({
  on: z.boolean(),
  generation: z.int().min(1),
  /** How often it is read, where that is not as often as its code says. */
  everySeconds: z.number().min(0.1).max(86_400).optional(),
  /** First day of which the other system tells everything; of periods that begin before, numbers are missing and not zero. */
  completeFrom: z.iso.date().optional(),
  /** Codes of the units the other system keeps; of all others it says nothing. Not given: it keeps those of the whole province. */
  units: z.array(z.string().regex(UNIT_CODE, 'is no code of a unit')).min(1).max(2000).optional(),
  /** Of the contract's streams (channels of feedback, questionnaires of forms) those the other system keeps. Not given: as its code says, or all. */
  streams: z.array(z.string().regex(STREAM, 'is no name of a stream')).min(1).max(100).optional(),
  settings: z.record(z.string(), z.unknown()),
})
export type Placed = z.output<typeof placed>

/** The file of a place cannot be used; the message says which, and what is wrong. */
export class WrongPlace extends Error {
  constructor(file: string, what: string) {
    super(`${file}: ${what}`)
    this.name = 'WrongPlace'
  }
}

const folderOf = (dataDir: string) => join(dataDir, 'sources')

/** `$IOC_DATA_DIR/sources/<producer>.<name>.json`. */
export const placeFile = (dataDir: string, producer: string, name: string): string =>
  join(folderOf(dataDir), `${producer}.${name}.json`)

/** What a source may remember beyond its checkpoint. */
export const ownFolder = (dataDir: string, producer: string, name: string, generation: number): string => {
  const folder = join(folderOf(dataDir), `${producer}.${name}`, String(generation))
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return folder
}

/** The name its checkpoint is kept under. */
export const checkpointName = (name: string, generation: number): string =>
  generation === 1 ? name : `${name}@${generation}`

/**
 * What the place says of a source; null where it says nothing.
 * @throws WrongPlace
 */
export const readPlaced = (dataDir: string, producer: string, name: string): Placed | null => {
  const file = placeFile(dataDir, producer, name)
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new WrongPlace(file, `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown cause'})`)
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new WrongPlace(file, 'is not JSON; npm run source -- run writes it anew')
  }
  const read = placed.safeParse(json)
  if (!read.success) throw new WrongPlace(file, issuesOf(read.error))
  return read.data
}

export const writePlaced = (dataDir: string, producer: string, name: string, told: Placed): void => {
  mkdirSync(folderOf(dataDir), { recursive: true, mode: 0o700 })
  writeWhole(placeFile(dataDir, producer, name), `${JSON.stringify(told, null, 2)}\n`)
}

/** Sources of a producer that the place says something of, each with what changes when its file does. */
export const listPlaced = (dataDir: string, producer: string): Map<string, string> => {
  let names: string[]
  try {
    names = readdirSync(folderOf(dataDir))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map()
    throw error
  }
  const mine = names.filter((file) => file.startsWith(`${producer}.`) && file.endsWith('.json'))
  return new Map(
    mine.flatMap((file) => {
      const stat = statSync(join(folderOf(dataDir), file), { throwIfNoEntry: false })
      const name = file.slice(producer.length + 1, -'.json'.length)
      return stat ? [[name, `${stat.mtimeMs}/${stat.size}/${stat.ino}`]] : []
    }),
  )
}

/** Settings as a way reads them; what is not there is said to be missing, in our words. */
export const readSettings = <Settings>(way: Pick<Way<Settings>, 'settings'>, told: unknown) =>
  way.settings.safeParse(told, {
    error: ({ code, input }) => (code === 'invalid_type' && input === undefined ? 'is missing' : undefined),
  })

/** Faults of settings, each with its path, in one line. */
export const issuesOf = (error: z.ZodError): string =>
  error.issues
    .map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
    .join('; ')
