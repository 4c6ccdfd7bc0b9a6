import { readInstant } from '@ioc/schemas/events/instant.ts'
import { z } from 'zod'

/** Fields that several answers and questions share. */

export const instantText = z.string().meta({ format: 'date-time', description: 'ISO 8601 with +07:00' })
export const dayText = z.string().meta({ format: 'date' })
export const wholeCount = z.number().int().nonnegative()

/** A calendar day in a question. */
export const dayQuery = z.iso.date({ error: 'expects a calendar day, e.g. 2024-06-30' })

/** The code of a group of indicators in a question. */
export const groupQuery = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/, { error: 'expects the code of a group: lower-case letters, digits, hyphens' })

/** An instant in a question, read as epoch ms; a bare day is its last millisecond. */
export const instantQuery = z.string().transform((text, context) => {
  const read = readInstant(text)
  if (typeof read === 'number') return read
  context.addIssue({ code: 'custom', message: 'expects an instant, e.g. 2024-07-01T00:05:00+07:00' })
  return z.NEVER
})

/** How many rows to give. */
export const limitQuery = (most: number, usual: number) =>
  z.coerce
    .number({ error: `expects a number from 1 to ${most}` })
    .int({ error: `expects a whole number from 1 to ${most}` })
    .min(1, { error: `expects a number from 1 to ${most}` })
    .max(most, { error: `expects a number from 1 to ${most}` })
    .default(usual)

/** Where a page of a list begins, as the page before said; `read` gives null for what no answer ever held. */
export const cursorQuery = <Cursor>(read: (text: string) => Cursor | null) =>
  z
    .string()
    .max(512)
    .transform((text, context) => {
      const cursor = read(text)
      if (cursor) return cursor
      context.addIssue({ code: 'custom', message: 'expects `next` of an earlier answer' })
      return z.NEVER
    })
    .meta({ description: '`next` of the page before' })
