import { z } from 'zod'
import { unitCode } from '../events/fields.ts'
import { completeness, cut } from './cut.ts'
import { day, detachedSignature, digest, revision, word } from './fields.ts'
import { controlTotal, indicatorId, period, type SnapshotValue, shownNumber, value } from './value.ts'

export * from './cut.ts'
export * from './value.ts'

export const SNAPSHOT_SCHEMA = 'vn.lamdong.ioc.snapshot/1'
export const REVISION_REASONS = [
  'scheduled',
  'backfill',
  'late-events',
  'correction',
  'published-by-hand',
] as const

/** Written for the person who receives it; a rule changes a published number only with a sentence of a person. */
const reason = z
  .strictObject({ code: z.enum(REVISION_REASONS), text: z.string().min(1).max(500).nullable() })
  .refine((r) => r.text !== null || (r.code !== 'correction' && r.code !== 'published-by-hand'), {
    error: 'needs a text: a person corrects or publishes with a reason',
  })

/** What names one value of a body. */
const cell = {
  indicator: indicatorId,
  unit: unitCode,
  since: day.optional(),
  level: word.optional(),
  period: period.optional(),
} as const

/** A value this revision has otherwise than the one it supersedes, or has and that one had not, or the reverse. */
const change = z.strictObject(cell)

/**
 * What an event that came after the horizon changed in a day whose snapshot stays as it is: told here once, beside the day's own
 * numbers. `old` is what was told of it last, `new` what it is now; null where there is no number to show.
 */
const adjustment = z.strictObject({
  date: day,
  ...cell,
  old: shownNumber.nullable(),
  new: shownNumber.nullable(),
  reason: z.string().min(1).max(500),
})

/** Name of a value: no body holds two of one name. */
export const cellKey = (
  v: Pick<SnapshotValue, 'indicator' | 'unit' | 'since' | 'level' | 'period'>,
): string =>
  `${v.indicator} ${v.unit} ${v.since ?? ''} ${v.level} ${v.period.kind} ${v.period.from} ${v.period.to}`

/**
 * The numbers of one group of indicators for one day, as published under one revision.
 * A function of its cut alone: nothing in it depends on when, where or by which process it was made.
 */
export const snapshotBody = z
  .strictObject({
    schema: z.literal(SNAPSHOT_SCHEMA),
    province: z.strictObject({ code: z.string().regex(/^\d{2}$/), name: z.string().min(1).max(80) }),
    group: word,
    date: day,
    revision,
    supersedes: z.strictObject({ revision, digest }).nullable(),
    reason,
    cut,
    completeness,
    values: z.array(value).refine((values) => new Set(values.map(cellKey)).size === values.length, {
      error: 'holds one indicator of one unit and period twice',
    }),
    /** Only where a revision supersedes another. */
    changes: z.array(change).optional(),
    adjustments: z.array(adjustment),
    controlTotals: z.array(controlTotal),
  })
  .refine((b) => (b.supersedes?.revision ?? 0) === b.revision - 1, {
    error: 'must be the revision before this one, and null for the first',
    path: ['supersedes'],
  })

/** The signed artefact (design §4): file, API answer and what is sent are this same JSON. */
export const artefact = z.strictObject({ body: snapshotBody, digest, signature: detachedSignature })

export type Change = z.output<typeof change>
export type Adjustment = z.output<typeof adjustment>
export type SnapshotBody = z.output<typeof snapshotBody>
export type Artefact = z.output<typeof artefact>

/** JSON Schema (2020-12) of the artefact, for those who do not speak zod; rules across fields are said in prose above only. */
export const artefactJsonSchema = () => ({
  ...z.toJSONSchema(artefact),
  title: 'Signed daily snapshot of Lâm Đồng province',
})
