import { VALUE_STATES } from '@ioc/indicators'
import { PERIOD_KINDS } from '@ioc/schemas/snapshot/value.ts'
import { z } from 'zod'
import { dayText } from '../routes/fields.ts'
import { CUT_NAME } from './cut.ts'
import { ALLOWED_PERIODS } from './words.ts'

/** Shapes that the questions and answers about indicators share. */

const bilingual = z.object({ vi: z.string(), en: z.string() })

/** What may be asked of a list of values and of one value's trace alike. Words are understood in `question.ts`. */
export const askedFields = {
  date: z
    .string({ error: 'expects one calendar day' })
    .max(40)
    .meta({
      format: 'date',
      description: 'Last day of the periods; else the business day, or that of the cut',
    })
    .optional(),
  tree: z.string({ error: 'expects one word' }).max(40).default('then').meta({
    description:
      'Which units subjects belong to: `then`, those of the day each was received; `today`; or those of a day, e.g. 2024-12-01',
  }),
  cut: z
    .string({ error: 'expects one cut' })
    .regex(CUT_NAME, {
      error: 'expects <group>/<date>/<revision> of a published snapshot, e.g. dossier/2024-06-30/1',
    })
    .meta({
      description: 'As of this snapshot’s watermark: the same question then gives the same bytes again',
    })
    .optional(),
}

export const oneScope = z
  .string({ error: 'expects one scope' })
  .min(1)
  .max(64)
  .default('68')
  .meta({ description: 'One scope: 68, 676, 24769, 68/commune' })

export const periodText = (description: string) =>
  z
    .string({ error: 'expects one period' })
    .max(40)
    .meta({ description: `${description}; ${ALLOWED_PERIODS}` })
    .optional()

export const indicatorField = z.object({
  id: z.string(),
  version: z.int(),
  title: bilingual,
  group: z.string(),
  kind: z.enum(['ratio', 'count', 'quantile', 'points', 'index']),
  unitOfMeasure: z.string(),
  source: z.string(),
  evidence: z.enum(['published', 'inferred', 'unconfirmed']),
})

/** With what its rule says in words; for one indicator alone, since it is long. */
export const ruledIndicatorField = indicatorField.extend({
  remark: bilingual
    .nullable()
    .meta({ description: 'What of the rule is inferred or unconfirmed, and how it is read; null: nothing' }),
  halves: z.object({ numerator: bilingual, denominator: bilingual.nullable() }).nullable().meta({
    description: 'What the halves count, in words; null: others count them, and their document says what',
  }),
})

export const scopeField = z.object({
  key: z.string(),
  unit: z.object({ code: z.string(), name: bilingual, level: z.string(), validFrom: dayText }),
  level: z.string().nullable().meta({ description: 'Only units of this level; null: all' }),
  procedure: z.string().optional().meta({ description: 'Only dossiers of this procedure' }),
  field: z.string().optional().meta({ description: 'Only dossiers of this field of procedures' }),
})

export const periodField = z.object({
  kind: z.enum(PERIOD_KINDS).meta({ description: '`stated`: the period a survey or a report is about' }),
  from: dayText,
  to: dayText,
  closed: z.boolean().meta({ description: 'The whole of its kind, not only to date' }),
})

export const halvesFields = {
  state: z.enum(VALUE_STATES),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  value: z.string().nullable().meta({ description: 'As it is shown; null: no cases, or nobody has spoken' }),
  percent: z.string().nullable().meta({ description: 'Of a ratio: the value, two decimals, half-up' }),
  flags: z.array(z.string()),
  band: z.string().optional().meta({ description: 'Of a score: the Vietnamese word' }),
  note: bilingual.optional(),
  missing: z
    .array(z.string())
    .optional()
    .meta({ description: 'Of a score: components nobody told anything of' }),
  profile: z.string().optional().meta({ description: 'Version of the rule that gives the points' }),
}

export const traceLink = z.string().meta({ description: 'Where this value is taken apart' })

export const valueField = z.object({
  indicator: indicatorField,
  scope: scopeField,
  period: periodField,
  ...halvesFields,
  trace: traceLink,
})

export const cutField = z
  .object({
    group: z.string(),
    date: dayText,
    revision: z.int(),
    catalogueVersion: z.string(),
    indicatorsVersion: z.string(),
  })
  .nullable()
  .meta({ description: 'The versions are those the snapshot itself was counted by' })
