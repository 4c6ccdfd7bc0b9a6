import type { Place } from '@ioc/exchange'
import { z } from 'zod'
import { dayQuery, groupQuery } from './fields.ts'
import { wrongParameters } from './operation.ts'
import { Refused } from './refused.ts'

export const revisionPart = z.coerce
  .number({ error: 'expects a revision, e.g. 1' })
  .int({ error: 'expects a whole revision number' })
  .min(1, { error: 'expects a revision from 1' })
  .max(4_294_967_295, { error: 'is no revision' })

export const dayPart = z.object({ group: groupQuery, date: dayQuery })
export const placePart = dayPart.extend({ revision: revisionPart })

export const PLACE_PARTS = { group: 'Code of a group', date: 'Calendar day', revision: 'From 1' }

/** One snapshot as an address names it. @throws Refused (400) naming what is wrong */
export const readPlace = (parts: Record<string, string>): Place => {
  const read = placePart.safeParse(parts)
  if (read.success) return read.data
  throw new Refused(wrongParameters(placePart, read.error))
}

export const noSuchSnapshot = ({ group, date, revision }: Place): Refused =>
  new Refused({
    status: 404,
    code: 'no-such-snapshot',
    detail: `There is no snapshot of ${group} for ${date} with revision ${revision}.`,
    about: { group, day: date, revision: String(revision) },
  })
