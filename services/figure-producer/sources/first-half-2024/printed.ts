import { z } from 'zod'
import file from './printed.json' with { type: 'json' }

const figure = z.strictObject({
  indicator: z.string(),
  /** Tells two figures of one indicator in one document apart. */
  name: z.string().optional(),
  document: z.string(),
  periodFrom: z.iso.date(),
  periodTo: z.iso.date(),
  periodInferred: z.boolean().default(false),
  estimate: z.boolean().default(false),
  unitOfMeasure: z.string(),
  numerator: z.number().optional(),
  denominator: z.number().optional(),
  printed: z.string(),
  knownDifference: z.string().optional(),
  /** Its halves were counted elsewhere, so nothing but this source can tell them. */
  alsoReported: z.boolean().default(false),
  note: z.string().optional(),
})

const document = z.strictObject({
  title: z.string(),
  issuedOn: z.iso.date(),
  issuedOnInferred: z.string().nullable(),
})

/** `printed.json`: what the province's documents print, with document, scope and period. */
export const printed = z
  .strictObject({ note: z.string(), documents: z.record(z.string(), document), figures: z.array(figure) })
  .parse(file)

export type PrintedFigure = z.output<typeof figure>
