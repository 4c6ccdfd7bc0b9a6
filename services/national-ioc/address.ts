import { day, word } from '@ioc/schemas/snapshot/fields.ts'
import { z } from 'zod'
import type { Address } from './archive.ts'

const address = z.object({
  group: word,
  date: day,
  revision: z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .transform(Number),
})

/** Group, day and revision of a path; null if it names no snapshot. */
export const readAddress = (params: unknown): Address | null => address.safeParse(params).data ?? null

const range = z.object({
  group: word.nullable().default(null),
  from: day.default('0000-01-01'),
  to: day.default('9999-12-31'),
})

/** `?group=&from=&to=`, both days inside; an empty one is as good as none. Null if one cannot be read. */
export const readRange = (query: unknown): z.output<typeof range> | null =>
  range.safeParse(
    Object.fromEntries(Object.entries(query as Record<string, unknown>).filter(([, v]) => v !== '')),
  ).data ?? null
