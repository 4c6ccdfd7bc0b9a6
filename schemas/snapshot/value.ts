import { z } from 'zod'
import { code, unitCode } from '../events/fields.ts'
import { count, day, exactNumber, word } from './fields.ts'

export const PERIOD_KINDS = ['day', 'month', 'quarter', 'half-year', 'year', 'stated'] as const
/** The closed set of design §3.3, from table to screen. */
export const VALUE_STATES = ['reported', 'missing', 'not-applicable', 'withheld'] as const
export const VALUE_KINDS = ['ratio', 'count', 'quantile', 'points', 'index'] as const

export const indicatorId = code('an indicator id', /^[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+$/, 'dossier.on-time')

/** A number as it is shown: whole, or with its two (PAR Index: four) decimals. Text, so that 96.10 stays 96.10. */
export const SHOWN_NUMBER = /^-?\d+(?:\.\d{2}|\.\d{4})?$/
export const shownNumber = code('a number as shown', SHOWN_NUMBER, '96.02')

/** First and last day, both inside; `stated` is a period a document gives that is none of the others. */
export const period = z
  .strictObject({ kind: z.enum(PERIOD_KINDS), from: day, to: day })
  .refine((p) => p.from <= p.to, { error: 'ends before it begins' })

/** Every field of a value by its own rule; what holds between fields stands below. Canonical JSON has them in the order of their names. */
export const valueFields = {
  indicator: indicatorId,
  unit: unitCode,
  /** The first day of the unit, where another one bears its code on the date: 682 was Đạ Tẻh and is Đạ Huoai. */
  since: day.optional(),
  /**
   * The unit's own level: it with all below it. Another level: the units of that level below it, added up. `own`: it
   * without those below it.
   */
  level: word,
  period,
  state: z.enum(VALUE_STATES),
  kind: z.enum(VALUE_KINDS),
  numerator: exactNumber.nullable(),
  denominator: exactNumber.nullable(),
  /** Null also where a ratio has no cases to divide by: no cases is not zero. */
  value: shownNumber.nullable(),
  unitOfMeasure: z.string().min(1).max(40),
  flags: z.array(word).max(20),
} as const

/** What a value says beside its name. */
export type Said = {
  state: string
  numerator: number | null
  denominator: number | null
  value: string | null
}

/** A withheld number that travels beside the word "withheld" is published. */
export const isSilentUnlessReported = (v: Said): boolean =>
  v.state === 'reported' || (v.numerator === null && v.denominator === null && v.value === null)

export const isSaidIfReported = (v: Said): boolean =>
  v.state !== 'reported' || v.numerator !== null || v.value !== null

/** One number of the province: an indicator, of a unit, in a period; with its halves. */
export const value = z
  .strictObject(valueFields)
  .refine(isSilentUnlessReported, {
    error: 'is not reported, so it must have no numerator, denominator or value',
  })
  .refine(isSaidIfReported, { error: 'is reported, so it must have a numerator or a value' })

/** Sums over all values of one indicator: what a receiver adds up to know that nothing fell out. */
export const controlTotal = z.strictObject({
  indicator: indicatorId,
  cells: count,
  numerator: exactNumber.nullable(),
  denominator: exactNumber.nullable(),
})

export type Period = z.output<typeof period>
export type SnapshotValue = z.output<typeof value>
export type ControlTotal = z.output<typeof controlTotal>
