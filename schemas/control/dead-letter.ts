import { z } from 'zod'
import { count, instantText } from '../snapshot/fields.ts'

/**
 * A record of `dead-letter.v1`: one rejected log position, where it stands, why, and its original sealed. Key `<topic>/<partition>/<offset>`;
 * the same one again says the same. An export: the ledger is the truth, and it alone has originals that are too large for the topic.
 */
export const deadLetterRecord = z.strictObject({
  topic: z.string(),
  partition: count,
  offset: count,
  appendedAt: instantText,
  /** CloudEvents attributes as far as they are plain codes; empty where they are not. */
  source: z.string(),
  id: z.string(),
  type: z.string(),
  reasons: z.array(z.strictObject({ path: z.string(), code: z.string(), message: z.string() })),
  /** The log position this record replays; null: it is no replay. */
  replayOf: z.string().nullable(),
  /** Id of the key that opens `sealed`. */
  sealedWith: z.string(),
  /** AES-256-GCM of the original, base64; null where it is too large or nothing was left to seal. */
  sealed: z.string().nullable(),
})

export type DeadLetterRecord = z.output<typeof deadLetterRecord>
