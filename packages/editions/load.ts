import { catalogueVersion, type RawDocuments } from '@ioc/catalogues'
import type { Kafka } from '@ioc/kafka'
import { CATALOGUE_TOPIC } from '@ioc/schemas'
import type { CatalogueSet } from '@ioc/schemas/control/catalogue-set.ts'
import { toIso } from '@ioc/schemas/events/instant.ts'
import type { Edition } from './edition.ts'
import type { Editions } from './editions.ts'

/** `already`: it is the newest. `overtaken`: another set was loaded in the meantime, and this one counts nowhere. */
export type Loaded = { kind: 'loaded' | 'already' | 'overtaken'; edition: Edition }

type Doors = { kafka: Pick<Kafka, 'publish'>; editions: Editions; now(): number; signal?: AbortSignal }

/**
 * Appends a set that was checked to the log, behind the newest one. Into an empty log goes the set the software is shipped with before it: it
 * was in force until then, and what was counted by it must be found for ever.
 */
export const loadEdition = async (
  doors: Doors,
  documents: RawDocuments,
  { by, why, shipped }: { by: string; why: string; shipped: RawDocuments },
): Promise<Loaded> => {
  const { editions, now } = doors
  await editions.refresh()
  const newest = editions.list().at(-1)
  const version = catalogueVersion(documents)
  if (newest?.version === version) return { kind: 'already', edition: newest }
  const at = toIso(now())
  const base = newest ? [] : [first(shipped, at)]
  const previous = newest?.version ?? base[0]!.version
  const sets = previous === version ? base : [...base, { version, previous, at, by, why, documents }]
  await publish(doors, sets)
  await editions.refresh()
  const edition = editions
    .list()
    .find((each) => each.version === version && each.offset > (newest?.offset ?? -1))
  return edition ? { kind: 'loaded', edition } : { kind: 'overtaken', edition: editions.list().at(-1)! }
}

/** Appends the set the software is shipped with to a log that is empty; what is loaded later is told apart from it. */
export const seedEditions = async (doors: Doors, shipped: { documents: RawDocuments }): Promise<void> => {
  await doors.editions.refresh()
  if (doors.editions.list().length > 0) return
  await publish(doors, [first(shipped.documents, toIso(doors.now()))])
  await doors.editions.refresh()
}

const first = (documents: RawDocuments, at: string): CatalogueSet => ({
  version: catalogueVersion(documents),
  previous: null,
  at,
  by: 'npm start',
  why: 'shipped with the software',
  documents: documents as CatalogueSet['documents'],
})

const publish = (
  { kafka, signal }: Doors,
  sets: readonly (Omit<CatalogueSet, 'documents'> & { documents: RawDocuments })[],
) =>
  kafka.publish(
    CATALOGUE_TOPIC,
    sets.map((set) => ({
      key: set.version,
      value: JSON.stringify(set),
      headers: { 'content-type': 'application/json' },
      partition: 0,
    })),
    signal ? { signal } : {},
  )
