import { valueFields } from '@ioc/schemas/snapshot/value.ts'
import type { z } from 'zod'
import { canonicalBytes } from './canonical.ts'

/** One field of a value that has been found right: its canonical JSON, a character a byte, and a number that is its own. */
export type KnownField = { json: string; id: number }

const MANY = 4096
const FEW = 64

/** Of what names a value at most so many are told apart, by numbers from 0: all of them together are one number then. */
export const NAMED_MAX = { indicator: MANY, unit: MANY, period: MANY, level: FEW, since: FEW - 1 } as const

/**
 * Fields that were asked of their schema before, by their text: each is judged by the schema's own rule, once. The 17,000 values of a body say the
 * same few hundred texts over and over, and to ask the schema of each value took 150 ms of a date.
 */
const openKnown = (schema: z.ZodType, max: number) => {
  let known = new Map<string, KnownField>()
  return {
    get: (text: string): KnownField | undefined => known.get(text),
    /** What has been found right under a text; null where it is wrong, or where there are too many. */
    ask(text: string, field: unknown): KnownField | null {
      if (known.size >= max || !schema.safeParse(field).success) return null
      const each = { json: jsonOf(field), id: known.size }
      known.set(text, each)
      return each
    },
    /** Numbers hold for one body: only between two is anything forgotten. */
    makeRoom(): void {
      if (known.size > max / 2) known = new Map()
    },
  }
}

/** Text of canonical bytes, a character a byte: it is measured, cut and written without being read as UTF-8. */
export const jsonOf = (value: unknown): string => Buffer.from(canonicalBytes(value)).toString('latin1')

const { indicator, unit, since, level, period, state, kind, unitOfMeasure, flags } = valueFields

export const openKnownFields = () => {
  const fields = {
    indicator: openKnown(indicator, NAMED_MAX.indicator),
    unit: openKnown(unit, NAMED_MAX.unit),
    period: openKnown(period, NAMED_MAX.period),
    since: openKnown(since, NAMED_MAX.since),
    level: openKnown(level, NAMED_MAX.level),
    state: openKnown(state, FEW),
    kind: openKnown(kind, FEW),
    unitOfMeasure: openKnown(unitOfMeasure, MANY),
    /** By its one word. */
    oneFlag: openKnown(flags, MANY),
    flags: openKnown(flags, MANY),
  }
  return {
    ...fields,
    makeRoom(): void {
      for (const field of Object.values(fields)) field.makeRoom()
    },
  }
}

/**
 * Says of each name of so many values whether it is a new one: no body holds two of one name. Each number is below its `NAMED_MAX`; `since`: -1 where it is not said. A table of numbers
 * looked into by hand: a Set makes an object of each.
 */
export const openNames = (values: number) => {
  const size = 2 ** Math.ceil(Math.log2(Math.max(16, 3 * values)))
  const seen = new Float64Array(size)
  return (indicator: number, unit: number, period: number, level: number, since: number): boolean => {
    const name = (((indicator * MANY + unit) * MANY + period) * FEW + level) * FEW + since + 2
    let at =
      Math.imul((indicator << 12) ^ (unit << 5) ^ (period << 20) ^ (level << 16) ^ since, 0x9e3779b1) >>> 7
    for (at &= size - 1; seen[at] !== 0; at = (at + 1) & (size - 1)) if (seen[at] === name) return false
    seen[at] = name
    return true
  }
}
