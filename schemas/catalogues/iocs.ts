import { z } from 'zod'
import { bilingual, day, evidence, expectation, sourceText, validity } from './evidence.ts'

/**
 * One intelligent operations centre (trung tâm giám sát, điều hành thông minh) and the unit it watches.
 *
 * Source: the province counted 16 at the end of 2024 — 1 provincial, 5 of departments, 10 of districts. Only the
 * counts are published: which departments and whether each of the ten districts has exactly one is inferred.
 * `name` is as of that count; for another day show the name of the watched unit on that day. `openedOn` is a press
 * date, or null when none was found.
 */
export const ioc = z.strictObject({
  code: z.string().min(1),
  level: z.enum(['province', 'department', 'district']),
  unitCode: z.string().min(1),
  name: bilingual,
  openedOn: day.nullable(),
  ...validity,
  evidence,
  source: sourceText,
})

/** `data/iocs.json`. */
export const iocsDocument = z.strictObject({
  note: z.string(),
  expectations: z.array(expectation),
  iocs: z.array(ioc),
})

export type Ioc = z.infer<typeof ioc>
export type IocsDocument = z.infer<typeof iocsDocument>
