import { z } from 'zod'
import file from './indicators.json' with { type: 'json' }

const title = z.strictObject({ vi: z.string().min(4), en: z.string().min(4) })

/** An indicator nothing here counts: its numbers are reported by the body that does (`reported-figure.v1`). */
export const reportedIndicator = z.strictObject({
  id: z.string().regex(/^(?:dossier|feedback|satisfaction|steering|par)(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)+$/),
  title,
  /** `index`: a number on a scale of 100. `points`: of `maximum`. `count`: a number, with what it is out of where that is printed. */
  kind: z.enum(['count', 'ratio', 'points', 'index']),
  maximum: z.number().optional(),
  unitOfMeasure: z.string(),
  /** Field of the reform programme it belongs to. */
  group: z.enum([
    'steering',
    'institutions',
    'procedures',
    'organisation',
    'civil-service',
    'finance',
    'inspection',
    'digital',
    'par',
    'satisfaction',
  ]),
  /** Document and section that print it first. */
  document: z.string(),
  section: z.string(),
})
export type ReportedIndicator = z.output<typeof reportedIndicator>

/** `indicators.json`: the reported indicators of the province's documents, in the order of the report of 2024. */
export const reportedIndicators: readonly ReportedIndicator[] = z
  .strictObject({ note: z.string(), indicators: z.array(reportedIndicator) })
  .parse(file).indicators
