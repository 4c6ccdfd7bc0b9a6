import type { z } from 'zod'

/** Reads one value at the cursor and moves it behind; undefined: not surely. No value of JSON is undefined. */
export type Read = () => unknown

export type Schema = z.core.$ZodType
export type Def = { type: string; checks?: readonly { _zod: { def: Check } }[] } & Record<string, unknown>
export type Check = { check: string } & Record<string, unknown>

/** The text being read, and how far. One text is read at a time, to its end. */
export const cursor = { text: '', at: 0 }

export const QUOTE = 34
export const BACKSLASH = 92
export const COMMA = 44
export const OPEN = 123
export const CLOSE = 125
export const LIST_OPEN = 91
export const LIST_CLOSE = 93
export const ZERO = 48

export const defOf = (schema: Schema) => schema._zod.def as unknown as Def
export const checksOf = (schema: Schema) => (defOf(schema).checks ?? []).map(({ _zod }) => _zod.def)
