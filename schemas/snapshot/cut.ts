import { z } from 'zod'
import { code } from '../events/fields.ts'
import { count, instantText, word } from './fields.ts'

const topic = code('a topic', /^[a-z][a-z0-9.-]*$/, 'dossier.v1')
const profileName = code('a profile', /^[A-Za-z0-9][A-Za-z0-9._@-]{0,62}$/, '766@2026')
const versionName = code('a version', /^[A-Za-z0-9][A-Za-z0-9._:+-]{0,127}$/, '2024-07-01.1')

/** The last offset inside the cut, per partition; -1 where the partition held nothing yet. */
const mark = z.strictObject({
  topic,
  partition: count,
  offset: z.int({ error: 'expects a whole number' }).min(-1, { error: 'expects at least -1' }),
})
export type WatermarkEntry = z.output<typeof mark>

/** The order of a watermark inside a body: by topic (code units), then partition. */
export const byPartition = (a: WatermarkEntry, b: WatermarkEntry): number =>
  a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1

/** Everything the body is a function of (design §4): the same cut gives the same bytes. */
export const cut = z.strictObject({
  watermark: z
    .array(mark)
    .refine((marks) => marks.every((m, i) => i === 0 || byPartition(marks[i - 1]!, m) < 0), {
      error: 'must be sorted by topic and partition, each once',
    }),
  catalogueVersion: versionName,
  indicatorsVersion: versionName,
  /** Version of each scoring profile, by its name. */
  profiles: z.record(profileName, versionName),
  /** Levels of units whose values are in the body; absent: the province alone. */
  levels: z.array(word).min(1).optional(),
  /** Counts of persons from 1 up to this are withheld; 0: none. Absent: 4, without the siblings they could be worked out from. */
  withheldUpTo: count.optional(),
  /** `cut-at-now`: a backfill of a day before the first live one is cut at "now" and says so. */
  cutNote: z.literal('cut-at-now').nullable(),
})

/** Who has spoken for the day, and how completely. */
export const completeness = z.strictObject({
  /**
   * Units expected to be spoken for; those spoken for to the end of the day; those spoken for, but not to its end. Nobody
   * speaks for the others.
   */
  units: z.strictObject({ expected: count, reported: count, late: count.optional() }),
  sources: z.array(
    z.strictObject({
      source: code('a source', /^[A-Za-z0-9][A-Za-z0-9:/._-]{0,254}$/, 'urn:lamdong:one-stop'),
      contract: topic,
      completeUpTo: instantText.nullable(),
      simulated: z.boolean(),
      emitted: count,
      rejected: count,
      /** `late`: it has spoken, but not to the end of the day. */
      state: z.enum(['reported', 'late', 'missing']),
    }),
  ),
})

export type Cut = z.output<typeof cut>
export type Completeness = z.output<typeof completeness>
