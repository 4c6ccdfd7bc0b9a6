import { z } from 'zod'
import { cut } from './cut.ts'
import { day, digest, revision, word } from './fields.ts'
import { REVISION_REASONS } from './snapshot.ts'

/**
 * A record of `snapshot-cut.v1`: everything a snapshot's body is a function of. The first for a (group, date, revision) wins,
 * so two publishers are harmless.
 */
export const cutRecord = z.strictObject({
  group: word,
  date: day,
  revision,
  supersedes: z.strictObject({ revision, digest }).nullable(),
  reason: z.strictObject({ code: z.enum(REVISION_REASONS), text: z.string().min(1).max(500).nullable() }),
  cut,
  /** Days beyond the horizon that this snapshot tells anew as `adjustments`, rising. */
  adjusts: z.array(day).optional(),
})

export type CutRecord = z.output<typeof cutRecord>
