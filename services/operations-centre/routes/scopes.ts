import type { Catalogues } from '@ioc/catalogues'
import { UNIT_LEVELS } from '@ioc/schemas/catalogues/units.ts'
import { dayOf, readInstant } from '@ioc/schemas/events/instant.ts'
import { z } from 'zod'
import { refuseIfWrong } from '../indicators/words.ts'
import { dayText } from './fields.ts'
import { defineOperation } from './operation.ts'

const bilingual = z.object({ vi: z.string(), en: z.string() })

const query = z.strictObject({
  date: z
    .string({ error: 'expects one calendar day' })
    .max(40)
    .meta({ format: 'date', description: 'The day the units are those of; else the business day' })
    .optional(),
})

/** Whose numbers can be looked at on a day: the centres, and the units below them. */
export const scopesOperation = ({
  catalogues,
  businessNow,
}: {
  catalogues: Catalogues
  businessNow: () => number
}) =>
  defineOperation({
    path: '/v1/scopes',
    summary: 'The operations centres and the units of a day, each with the scope it sees',
    description:
      'A scope is a view, not yet a right: whoever may see one may see all. Which departments and districts have a centre is inferred, as marked.',
    query,
    answer: z.object({
      date: dayText,
      note: z.string(),
      iocs: z.array(
        z.object({
          code: z.string(),
          level: z.string(),
          scope: z.string(),
          name: bilingual,
          evidence: z.string(),
        }),
      ),
      units: z.array(
        z.object({
          code: z.string(),
          level: z.enum(UNIT_LEVELS),
          parent: z.string().nullable(),
          name: bilingual,
        }),
      ),
    }),
    handle: async ({ date }) => {
      const isDay =
        date === undefined || (/^\d{4}-\d{2}-\d{2}$/.test(date) && typeof readInstant(date) === 'number')
      if (!isDay)
        refuseIfWrong([
          {
            parameter: 'date',
            message: `is ${JSON.stringify(date)}, no day of the calendar; write 2024-06-30`,
            code: 'no-such-day',
            about: { given: date },
          },
        ])
      const day = date ?? dayOf(businessNow())
      const units = catalogues.unitsOn(day)
      const known = new Set(units.map(({ code }) => code))
      return {
        date: day,
        note: 'The 16 centres are those counted at the end of 2024 (1 + 5 + 10); a centre is listed on a day on which the unit it watches stands.',
        iocs: catalogues.iocs
          .filter(({ unitCode }) => known.has(unitCode))
          .map(({ code, level, unitCode, name, evidence }) => ({
            code,
            level,
            scope: unitCode,
            name,
            evidence,
          })),
        units: units.map(({ code, level, parent, name }) => ({ code, level, parent, name })),
      }
    },
  })
