import { z } from 'zod'
import { code } from '../events/fields.ts'
import { count, instantText } from '../snapshot/fields.ts'
import { SOURCE_CONTROL_TOPIC } from '../topics.ts'

export { BREAKER } from './breaker.ts'

const line = (charactersMax: number) =>
  z
    .string({ error: 'expects text' })
    .min(1, { error: 'is empty' })
    .max(charactersMax, {
      error: `is longer than ${charactersMax} characters`,
    })

/** The last reason for which the edge refused an event of the source; never repeats a value of the event. */
const lastReason = z.strictObject({ path: z.string().max(256), code: line(64), message: line(500) })

/**
 * A record of `source-control.v1`: one source of one contract is held at its producer, or released. The newest record of a key
 * `<source>/<contract>` counts (the topic is compacted); a source without one was never held. No event: the aggregator
 * does not read it, producers and the operations centre do.
 */
export const sourceControl = z.strictObject({
  /** The source, as in `ce_source` of its events. */
  source: code('a source name', /^[a-z][a-z0-9-]{1,62}$/, 'first-half-2024'),
  /** The contract it is held for: the same name may speak through several producers. */
  contract: code('a contract id', /^[a-z][a-z-]*\.v\d+$/, 'dossier.v1'),
  state: z.enum(['held', 'released'], { error: 'is none of held, released' }),
  /** When it was decided, by the system clock. */
  at: instantText,
  /** `breaker`, or the person. A hold of the breaker ends by itself at a good probe, a person's by a person alone. */
  by: line(80),
  /** For the person who will look at it. */
  why: line(500),
  lastReason: lastReason.nullable(),
  /** What the breaker had counted when it decided; null where a person did. */
  counts: z.strictObject({ events: count, rejected: count, rejectedInARow: count }).nullable(),
})

export type SourceControl = z.output<typeof sourceControl>

/** Key of its record. */
export const sourceControlKey = (control: { source: string; contract: string }): string =>
  `${control.source}/${control.contract}`

/** Reads a record's value; null for what is no such document, e.g. the tombstone of a source that is gone. */
export const readSourceControl = (value: Uint8Array | null): SourceControl | null => {
  if (value === null) return null
  try {
    return sourceControl.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(value)))
  } catch {
    return null // whoever writes it wrongly must not be able to stop who reads it; readers say that they passed it
  }
}

/** JSON Schema (2020-12) of the document. */
export const sourceControlJsonSchema = () => ({
  ...z.toJSONSchema(sourceControl),
  $id: `urn:vn.lamdong.ioc.${SOURCE_CONTROL_TOPIC}`,
  title: 'Hold or release of a source',
})
