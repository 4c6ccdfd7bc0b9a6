import type { Figure } from '@ioc/indicators/figure.ts'
import { toIso } from '@ioc/schemas/events/instant.ts'
import { z } from 'zod'
import type { Cache } from '../cache.ts'
import { dayText, instantText } from './fields.ts'
import { defineOperation, NO_QUERY } from './operation.ts'

const figure = z.object({
  id: z.string(),
  group: z.string(),
  title: z.object({ vi: z.string(), en: z.string() }),
  kind: z.enum(['ratio', 'count', 'quantile', 'points', 'index']),
  unitCode: z.string(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  value: z.number().nullable(),
  places: z.int().meta({ description: 'Decimals points and indices are shown with' }),
  percent: z.string().nullable().meta({ description: 'Two decimals, half-up; for ratios' }),
  printed: z.string().meta({ description: 'The number alone, as the document prints it' }),
  period: z.object({ from: dayText, to: dayText, inferred: z.boolean() }),
  estimate: z.boolean(),
  unitOfMeasure: z.string(),
  documentCode: z.string(),
  agrees: z.boolean(),
  knownDifference: z.string().nullable(),
  profile: z.string().optional().meta({ description: 'Of a score: the version of its rule' }),
  note: z.object({ vi: z.string(), en: z.string() }).optional(),
}) satisfies z.ZodType<Figure>

/** Every printed figure beside what ClickHouse counts for it now. */
export const figuresOperation = (figures: Cache<Figure[]>) =>
  defineOperation({
    path: '/v1/figures',
    summary: 'Printed figures beside the same figures counted from events',
    query: NO_QUERY,
    answer: z.object({ asOf: instantText, figures: z.array(figure) }),
    handle: async () => {
      const { value, asOfMs } = await figures.read()
      return { asOf: toIso(asOfMs), figures: value }
    },
  })
