import { z } from 'zod'
import { KNOWN_DIFFERENCES } from '../events/reported-figure.ts'
import parIndex from './par-2023.json' with { type: 'json' }
import file from './printed.json' with { type: 'json' }

/** A figure as a document prints it, ready to become an event of contract reported-figure.v1. */
export const printedFigure = z.strictObject({
  indicator: z.string(),
  /** Tells two figures of one indicator in one document apart. */
  name: z.string().optional(),
  document: z.string(),
  /** Unit the figure speaks of; the province where nothing else is said. */
  unitCode: z.string().default('68'),
  periodFrom: z.iso.date(),
  periodTo: z.iso.date(),
  /** True where no document states the period. */
  periodInferred: z.boolean().default(false),
  estimate: z.boolean().default(false),
  unitOfMeasure: z.string(),
  numerator: z.number().optional(),
  denominator: z.number().optional(),
  /** The number alone, with a decimal point and every printed decimal. */
  printed: z.string(),
  /** Kind of difference between what is printed and what its own halves give. */
  knownDifference: z.enum(KNOWN_DIFFERENCES).optional(),
  /** Its halves were counted elsewhere, so nothing but the document can tell them. */
  alsoReported: z.boolean().default(false),
  note: z.string().optional(),
})
export type PrintedFigure = z.output<typeof printedFigure>

const document = z.strictObject({
  title: z.string(),
  issuedOn: z.iso.date(),
  /** Why this day, where the document does not print it. */
  issuedOnInferred: z.string().nullable(),
})

const { documents, figures } = z
  .strictObject({
    note: z.string(),
    documents: z.record(z.string(), document),
    figures: z.array(printedFigure),
  })
  .parse(file)

/** What the province's documents print, with document, scope and period: `printed.json`, and the PAR Index of `par-2023.json`. */
export const printed = {
  documents,
  figures: [...figures, ...z.array(printedFigure).parse(parIndex.figures)],
}
