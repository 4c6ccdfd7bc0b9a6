import { readInstant, toIso } from '@ioc/schemas/events/instant.ts'
import { day, word } from '@ioc/schemas/snapshot/fields.ts'
import { z } from 'zod'
import type { Address, ListQuery } from './archive.ts'

const revision = z
  .string()
  .regex(/^[1-9]\d{0,8}$/)
  .transform(Number)

/** Parts of a path. */
export const address = z.object({ group: word, date: day, revision })

/** Group, day and revision of a path; null if it names no snapshot. */
export const readAddress = (params: unknown): Address | null => address.safeParse(params).data ?? null

const LIMIT_MAX = 1_000
const limit = z
  .string()
  .regex(/^[1-9]\d{0,3}$/)
  .transform(Number)
  .refine((n) => n <= LIMIT_MAX)

/** An instant, or the end of a day, as `receivedAt` is written. */
const instant = z
  .string()
  .refine((text) => typeof readInstant(text) === 'number')
  .transform((text) => toIso(readInstant(text) as number))

const cursor = z.string().transform((text, context): Address => {
  const [date, group, number] = Buffer.from(text, 'base64url').toString('utf8').split('/')
  const read = address.safeParse({ date, group, revision: number })
  if (read.success) return read.data
  context.addIssue({ code: 'custom', message: 'is not a cursor of this list' })
  return z.NEVER
})

/** Where a page ends, as text for the next question. */
export const cursorAfter = ({ date, group, revision }: Address): string =>
  Buffer.from(`${date}/${group}/${revision}`).toString('base64url')

/** `?group=&from=&to=&updatedAfter=&asOf=&limit=&cursor=`, both days inside; received after the one instant, and by the other. */
export const listQuery = z.object({
  group: word.optional(),
  from: day.optional(),
  to: day.optional(),
  updatedAfter: instant.optional(),
  asOf: instant.optional(),
  limit: limit.optional(),
  cursor: cursor.optional(),
})

/** `?revision=` or `?asOf=`: one revision, or the newest that had been received then. */
export const oneQuery = z
  .object({ revision: revision.optional(), asOf: instant.optional() })
  .refine((q) => q.revision === undefined || q.asOf === undefined)

export const alarmsQuery = z.object({ limit: limit.optional() })

/** An empty parameter is as good as none. */
const given = (query: unknown) =>
  Object.fromEntries(Object.entries(query as Record<string, unknown>).filter(([, v]) => v !== ''))

export const LIMIT = 100
/** Later than anything received. */
export const ALWAYS = '9999-12-31T23:59:59.999+07:00'

/** Null if a parameter cannot be read. */
export const readList = (query: unknown): ListQuery | null => {
  const q = listQuery.safeParse(given(query)).data
  if (!q) return null
  return {
    group: q.group ?? null,
    from: q.from ?? '0000-01-01',
    to: q.to ?? '9999-12-31',
    updatedAfter: q.updatedAfter ?? '',
    asOf: q.asOf ?? ALWAYS,
    limit: q.limit ?? LIMIT,
    after: q.cursor ?? null,
  }
}

export const readOne = (params: unknown, query: unknown) => {
  const at = address.omit({ revision: true }).safeParse(params).data
  const q = oneQuery.safeParse(given(query)).data
  return at && q ? { ...at, revision: q.revision ?? null, asOf: q.asOf ?? ALWAYS } : null
}

export const readAlarms = (query: unknown): { limit: number } | null => {
  const q = alarmsQuery.safeParse(given(query)).data
  return q ? { limit: q.limit ?? LIMIT } : null
}
