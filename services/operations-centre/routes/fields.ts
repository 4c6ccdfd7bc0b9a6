import { z } from 'zod'

/** Fields that several answers and questions share. */

export const instantText = z.string().meta({ format: 'date-time', description: 'ISO 8601 with +07:00' })
export const dayText = z.string().meta({ format: 'date' })
export const wholeCount = z.number().int().nonnegative()

/** A calendar day in a question. */
export const dayQuery = z.iso.date({ error: 'expects a calendar day, e.g. 2024-06-30' })

/** How many rows to give. */
export const limitQuery = (most: number, usual: number) =>
  z.coerce
    .number({ error: `expects a number from 1 to ${most}` })
    .int({ error: `expects a whole number from 1 to ${most}` })
    .min(1, { error: `expects a number from 1 to ${most}` })
    .max(most, { error: `expects a number from 1 to ${most}` })
    .default(usual)
