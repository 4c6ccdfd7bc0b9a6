import { dayOf } from '@ioc/schemas/events/instant.ts'
import { z } from 'zod'
import type { FilterDoors } from './feed-filter.ts'
import { defineOperation, NO_QUERY } from './operation.ts'

const bilingual = z.object({ vi: z.string(), en: z.string() })

/** What the feed can be filtered by. */
export const feedChoicesOperation = (doors: FilterDoors & { businessNow: () => number }) =>
  defineOperation({
    path: '/v1/feed/choices',
    summary: 'What the live feed can be filtered by: sources, contracts, and the units of today',
    query: NO_QUERY,
    answer: z.object({
      sources: z.array(z.string()).nullable().meta({ description: 'Null: not known now' }),
      contracts: z.array(z.string()),
      units: z.array(
        z.object({ code: z.string(), name: bilingual, level: z.string(), parent: z.string().nullable() }),
      ),
    }),
    handle: async () => {
      const sources = await doors.sources()
      return {
        sources: sources && [...sources].sort(),
        contracts: [...doors.contracts],
        units: doors
          .catalogues()
          .unitsOn(dayOf(doors.businessNow()))
          .map(({ code, name, level, parent }) => ({ code, name, level, parent })),
      }
    },
  })
