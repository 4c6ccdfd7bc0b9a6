import { z } from 'zod'
import { bilingual, day, evidence, sourceText } from './evidence.ts'
import { UNIT_LEVELS } from './units.ts'

/**
 * How a time printed for a remedy binds. Only `by-day` has a deadline and can be overdue.
 * `year-after-year`: "Năm 2024 và các năm tiếp theo"; `continuous`: "thường xuyên", "định kỳ"; `after-guidance`: once
 * a ministry has said how; `not-printed`: the plan names no time.
 */
export const TIMINGS = ['by-day', 'year-after-year', 'continuous', 'after-guidance', 'not-printed'] as const

/** A domain ("1") or criterion ("1.3.2") of the PAR Index as the appendix lists it, and why points were lost. */
export const remediationCriterion = z.strictObject({
  code: z.string().regex(/^[1-9](?:\.[1-9]){0,2}$/),
  name: bilingual,
  /** Null where the appendix prints none. Printed paragraphs are lines. */
  cause: bilingual.nullable(),
})

/**
 * One thing the plan orders, so that points lost are won back. Key: `code`, `<criterion>/<n>` in the order of the
 * appendix, or `general/<n>` for an order of the plan's body, whose criterion is null.
 *
 * Vietnamese as printed, without the marks of the list it stands in; English is a translation. `heading` are the words
 * printed above a list, which belong to each of its remedies. A body that is a unit of `units.json` stands in `lead` or
 * `cooperating`; "các sở, ban, ngành" and the like are every unit of a level; bodies that are neither stand in the text
 * alone. A deadline printed as a quarter, month or year is its last day, the last one where several are named.
 *
 * Source: Plan 5024/KH-UBND of 2024-06-20, Lâm Đồng People's Committee, with appendix.
 */
export const remedy = z.strictObject({
  code: z.string().regex(/^(?:[1-9](?:\.[1-9]){0,2}|general)\/[1-9]\d?$/),
  criterion: z.string().min(1).nullable(),
  heading: bilingual.nullable(),
  remedy: bilingual,
  lead: z.array(z.string().min(1)),
  leadLevels: z.array(z.enum(UNIT_LEVELS)),
  leadText: z.string().min(1).nullable(),
  cooperating: z.array(z.string().min(1)),
  cooperatingLevels: z.array(z.enum(UNIT_LEVELS)),
  cooperatingText: z.string().min(1).nullable(),
  timing: z.enum(TIMINGS),
  deadline: day.nullable(),
  deadlineText: z.string().min(1).nullable(),
  evidence,
  source: sourceText,
})

/** `data/remediation.json`. Units are those of `issuedOn`; before that day nothing was ordered. */
export const remediationDocument = z.strictObject({
  note: z.string(),
  document: z.string().min(1),
  issuedOn: day,
  criteria: z.array(remediationCriterion),
  remedies: z.array(remedy),
})

export type Timing = (typeof TIMINGS)[number]
export type RemediationCriterion = z.infer<typeof remediationCriterion>
export type Remedy = z.infer<typeof remedy>
export type RemediationDocument = z.infer<typeof remediationDocument>
