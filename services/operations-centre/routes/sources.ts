import { type SourceControl, sourceControl } from '@ioc/schemas/control/source-control.ts'
import { toIso } from '@ioc/schemas/events/instant.ts'
import type { PushWindow } from '@ioc/source/push-windows.ts'
import { z } from 'zod'
import type { Cache } from '../cache.ts'
import type { Pulse } from '../pulse/pulse.ts'
import { FRESHNESS } from '../sources/freshness.ts'
import type { Progress } from '../sources/progress.ts'
import type { RejectCount } from '../sources/rejects.ts'
import { listSources, type Source } from '../sources/sources.ts'
import { instantText, wholeCount } from './fields.ts'
import { defineOperation, NO_QUERY } from './operation.ts'

const source = z.object({
  source: z.string(),
  contract: z.string().nullable(),
  freshness: z.enum(FRESHNESS),
  lastArrivalAt: instantText.nullable(),
  lastEventAt: instantText.nullable(),
  rhythmSeconds: wholeCount.nullable(),
  completeUpTo: instantText.nullable(),
  emitted: wholeCount.nullable(),
  rejected: wholeCount.nullable(),
  simulated: z.boolean().nullable(),
  identityConflicts: wholeCount.nullable(),
  window: z
    .object({ events: wholeCount, rejected: wholeCount })
    .nullable()
    .meta({ description: 'Of a push door: its last events, at most 1,000' }),
  control: sourceControl
    .pick({ state: true, by: true, why: true, lastReason: true, counts: true })
    .extend({ since: instantText })
    .nullable(),
  rejects: z
    .array(z.object({ code: z.string(), records: wholeCount }))
    .nullable()
    .meta({ description: 'Rejected records by reason, the most frequent first; null: not counted yet' }),
}) satisfies z.ZodType<Source>

export type SourcesDoors = {
  pulse: Pulse
  progress: Cache<Progress[]>
  conflicts: Cache<Map<string, number>>
  rejects: Cache<Map<string, RejectCount[]>>
  /** The newest hold or release of each source. */
  controls(): readonly SourceControl[]
  /** What the push doors counted. */
  windows: Cache<PushWindow[]>
  now: () => number
}

/** Every known source with its freshness, by arrival. */
export const sourcesOperation = ({
  pulse,
  progress,
  conflicts,
  rejects,
  controls,
  windows,
  now,
}: SourcesDoors) =>
  defineOperation({
    path: '/v1/sources',
    summary: 'Sources with their freshness, by when they last arrived',
    query: NO_QUERY,
    answer: z.object({ asOf: instantText, sources: z.array(source) }),
    handle: async () => {
      const told = await progress.read()
      // Counting conflicts takes long; the answer does not wait for it, and says null until it is known.
      void conflicts.read().catch(() => undefined) // told by `failing` and by the port's log
      const arrivals = pulse.ledger().value?.arrivals() ?? new Map()
      void rejects.read().catch(() => undefined)
      void windows.read().catch(() => undefined) // nor for doors of other processes
      const sources = listSources(
        told.value,
        arrivals,
        conflicts.last()?.value ?? null,
        controls(),
        windows.last()?.value ?? [],
        now(),
        rejects.last()?.value ?? null,
      )
      return { asOf: toIso(told.asOfMs), sources }
    },
  })
