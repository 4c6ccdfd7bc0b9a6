import { z } from 'zod'
import { code } from '../events/fields.ts'
import { instantText } from '../snapshot/fields.ts'
import { CATALOGUE_TOPIC } from '../topics.ts'

const line = (charactersMax: number) =>
  z
    .string({ error: 'expects text' })
    .min(1, { error: 'is empty' })
    .max(charactersMax, { error: `is longer than ${charactersMax} characters` })

const version = code('a catalogue version', /^c1-[0-9a-f]{12}$/, 'c1-0123456789ab')

/**
 * A record of `catalogue.v1`: one whole set of catalogues. It is in force from five seconds after its append (packages/editions) until the
 * next one is. Records are in a chain: one whose `previous` is not the set before it in the log was made from another one than it would
 * replace, and counts nowhere. No event: the aggregator judges by it, and does not fold it.
 */
export const catalogueSet = z.strictObject({
  /** Hash of the documents; what a cut pins and a ledger row names. */
  version,
  /** The set this one was made from; null: the first of the log. */
  previous: version.nullable(),
  /** When it was loaded, by the system clock of whoever did. */
  at: instantText,
  /** The person, or the command that wrote the first set of a log. */
  by: line(80),
  /** For whoever asks later. */
  why: line(500),
  /** The files of the set as they were written, each under its name without `.json`. */
  documents: z.record(z.string().regex(/^[a-z][a-z-]*$/), z.record(z.string(), z.unknown())),
})

export type CatalogueSet = z.output<typeof catalogueSet>

/** Reads a record's value; null for what is no such document. */
export const readCatalogueSet = (value: Uint8Array | null): CatalogueSet | null => {
  if (value === null) return null
  try {
    return catalogueSet.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(value)))
  } catch {
    return null // whoever writes it wrongly must not be able to stop who reads it; readers say that they passed it
  }
}

/** JSON Schema (2020-12) of the document. */
export const catalogueSetJsonSchema = () => ({
  ...z.toJSONSchema(catalogueSet),
  $id: `urn:vn.lamdong.ioc.${CATALOGUE_TOPIC}`,
  title: 'A set of catalogues',
})
