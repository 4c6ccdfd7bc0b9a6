import { z } from 'zod'

/**
 * How far a row can be relied on: printed by a public source; fits the printed numbers but no source states it (this
 * includes background knowledge nobody confirmed); or made up so that the system can be run before a list is handed over.
 */
export const evidence = z.enum(['published', 'inferred', 'synthetic'])

/** Where a row was read, in words a colleague can follow: a resolution, a decision, a press date, a public list. */
export const sourceText = z.string().min(1)

/** A name as screens show it: Vietnamese first. That it is NFC and trimmed is a rule of `checkCatalogues`. */
export const bilingual = z.strictObject({ vi: z.string().min(1), en: z.string().min(1) })

/** A calendar day in Asia/Ho_Chi_Minh, `yyyy-mm-dd`; days compare as strings. */
export const day = z.iso.date()

/** A row is in force from the first instant of `validFrom` until the first instant of `validTo`; `null` is open-ended. */
export const validity = { validFrom: day, validTo: day.nullable() }

/**
 * How many rows must be in force on every day of a period, counted over the rows whose fields equal `where`.
 * A printed total kept as data: a list that lost or regained a row (141 communes for 137) is caught by arithmetic.
 */
export const expectation = z.strictObject({
  from: day,
  to: day.nullable(),
  where: z.record(z.string(), z.string()),
  rows: z.int().nonnegative(),
  evidence,
  source: sourceText,
})

export type Evidence = z.infer<typeof evidence>
export type Bilingual = z.infer<typeof bilingual>
export type Expectation = z.infer<typeof expectation>
