import { z } from 'zod'

/** The period an indicator is looked at in, to date. */
export const RULE_PERIODS = ['day', 'month', 'quarter', 'half-year', 'year'] as const

/** What a river owes, in its own measure. */
export const LAGS = ['records', 'snapshots', 'parked', 'days'] as const

const line = (charactersMax: number) =>
  z
    .string({ error: 'expects text' })
    .trim()
    .min(1, { error: 'is empty' })
    .max(charactersMax, { error: `is longer than ${charactersMax} characters` })
    .refine((text) => text === text.normalize('NFC'), { error: 'is not in NFC' })
const limit = z.number({ error: 'expects a number' }).min(-1e12, { error: 'is too small' }).max(1e12, {
  error: 'is too large',
})
const notNegative = limit.min(0, { error: 'is below 0' })
const seconds = z
  .number({ error: 'expects seconds' })
  .int({ error: 'expects whole seconds' })
  .min(0, { error: 'is below 0' })
  .max(86_400, { error: 'is above 86400, a day' })

const ofIndicator = {
  indicator: line(120),
  /** As in a question: 68, 24769, 68/commune. */
  scope: line(64).default('68'),
  period: z.enum(RULE_PERIODS, { error: `expects one of ${RULE_PERIODS.join(', ')}` }),
}
/** A source by name, or all of them. */
const source = z
  .string({ error: 'expects a source' })
  .regex(/^(?:\*|[a-z][a-z0-9-]{1,62})$/, { error: 'expects the name of a source, or * for all' })

/** What a rule is about: a closed set. */
export const about = z.discriminatedUnion(
  'kind',
  [
    /** The value of an indicator beyond a limit. */
    z.strictObject({ kind: z.literal('value'), ...ofIndicator, side: z.enum(['above', 'below']), limit }),
    /** The value against that of the period before, up to the same day of it; in its own points, or in percent of it. */
    z.strictObject({
      kind: z.literal('change'),
      ...ofIndicator,
      side: z.enum(['up', 'down', 'either']),
      measure: z.enum(['points', 'percent']),
      limit: notNegative,
    }),
    /** Nobody has spoken for the period. */
    z.strictObject({ kind: z.literal('missing'), ...ofIndicator }),
    /** How fresh a source is, by arrival. */
    z.strictObject({
      kind: z.literal('freshness'),
      source,
      worse: z.enum(['delayed', 'stale']),
      /** A source that was never heard counts too. */
      unknownToo: z.boolean().default(false),
    }),
    /** What is owed: records to fold, snapshots without a receipt, parked snapshots, days without a snapshot. */
    z.strictObject({ kind: z.literal('lag'), of: z.enum(LAGS), limit: notNegative }),
    /** Rejects of the last minutes: their share in percent, of at least so many records, or their number. */
    z.strictObject({
      kind: z.literal('rejects'),
      source,
      minutes: z.number({ error: 'expects minutes' }).int().min(1).max(1_440),
      measure: z.enum(['share', 'count']),
      limit: notNegative,
      atLeast: z.number().int().min(1).max(1_000_000).default(20),
    }),
    /** A source that is held at its producer. */
    z.strictObject({ kind: z.literal('held'), source }),
  ],
  { error: 'expects a kind: value, change, missing, freshness, lag, rejects, held' },
)
export type About = z.output<typeof about>
export const RULE_KINDS = [
  'value',
  'change',
  'missing',
  'freshness',
  'lag',
  'rejects',
  'held',
] as const satisfies readonly About['kind'][]

const day = z.iso.date({ error: 'expects a calendar day, e.g. 2024-06-30' })

/** A rule of alerts, as data: what it is about, and for how long that must be so before it says anything. */
export const alertRule = z.strictObject({
  id: z.string({ error: 'expects an id' }).regex(/^[a-z][a-z0-9-]{1,62}$/, {
    error: 'expects small letters, digits and hyphens, e.g. source-stale',
  }),
  title: z.strictObject({ vi: line(160), en: line(160) }),
  about,
  severity: z.enum(['warn', 'bad']),
  /** It fires when what it is about has been so for this long; at the earliest at the look after the one that saw it. */
  firesAfterSeconds: seconds,
  /** It ends when what it is about has not been so for this long. */
  resolvesAfterSeconds: seconds,
  enabled: z.boolean(),
  /** First and last business day it is looked at on. */
  validFrom: day,
  validTo: day.nullable(),
  /** Whose limit it is: published somewhere, or our own. */
  origin: z.enum(['own-default', 'person']),
  note: z
    .strictObject({ vi: line(500), en: line(500) })
    .nullable()
    .default(null),
})

export type AlertRule = z.output<typeof alertRule>
