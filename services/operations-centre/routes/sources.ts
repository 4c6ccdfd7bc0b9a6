import type { Operators } from '@ioc/operators'
import { type SourceControl, sourceControl } from '@ioc/schemas/control/source-control.ts'
import { toIso } from '@ioc/schemas/events/instant.ts'
import type { ToldByProducers } from '@ioc/source/told-by-producers.ts'
import { z } from 'zod'
import type { Cache } from '../cache.ts'
import type { Pulse } from '../pulse/pulse.ts'
import { settledWithin } from '../pulse/settled-within.ts'
import { FRESHNESS } from '../sources/freshness.ts'
import type { Progress } from '../sources/progress.ts'
import type { RejectCount } from '../sources/rejects.ts'
import { listSources, type Source } from '../sources/sources.ts'
import { instantText, wholeCount } from './fields.ts'
import { defineOperation, NO_QUERY } from './operation.ts'
import { isOperator } from './operator.ts'

/** It names addresses, accounts and files of the systems we read; who only looks on is told that there is something. */
const forOperators = z.string().nullable().meta({ description: 'Null: only operators are told' })

const source = z.object({
  source: z.string(),
  contract: z.string().nullable(),
  freshness: z.enum(FRESHNESS),
  lastArrivalAt: instantText.nullable(),
  lastEventAt: instantText.nullable(),
  rhythmSeconds: wholeCount.nullable(),
  streams: z
    .array(z.string())
    .readonly()
    .nullable()
    .meta({ description: 'Of the contract’s streams those it tells; null: all, or it never spoke' }),
  completeFrom: instantText.nullable().meta({
    description:
      'From when on it tells everything; null: it does not say, and is taken to tell of all there ever was',
  }),
  completeUpTo: instantText.nullable(),
  emitted: wholeCount.nullable(),
  rejected: wholeCount.nullable(),
  simulated: z.boolean().nullable(),
  producer: z
    .enum(['reading', 'waiting', 'held', 'finished'])
    .nullable()
    .meta({ description: 'What its producer does with it now; null: nobody reads it, or it did not answer' }),
  fault: z
    .object({ text: forOperators, since: instantText.nullable() })
    .nullable()
    .meta({ description: 'Its producer cannot read it now, and why; null: it can, or nobody says so' }),
  notice: z
    .object({ text: forOperators })
    .nullable()
    .meta({ description: 'The last thing that was odd about it and stopped nothing' }),
  ledger: z
    .object({ records: wholeCount, rejected: wholeCount })
    .nullable()
    .meta({ description: 'What the ledger holds of it, replays of operators aside' }),
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
})

/** So long the first look at the ledger is waited for, less than a page waits for its answer. */
export const FIRST_LOOK_MS = 4_000

export type SourcesDoors = {
  pulse: Pulse
  progress: Cache<Progress[]>
  conflicts: Cache<Map<string, number>>
  rejects: Cache<Map<string, RejectCount[]>>
  /** The newest hold or release of each source. */
  controls(): readonly SourceControl[]
  /** Which sources the producers read, and what their push doors counted. */
  producers: Cache<ToldByProducers>
  operators: Operators
  now: () => number
}

/** What a connector says of the system it reads is left out. */
const toWhoLooksOn = ({ fault, notice, ...told }: Source): z.input<typeof source> => ({
  ...told,
  fault: fault && { ...fault, text: null },
  notice: notice && { text: null },
})

/** Every known source with its freshness, by arrival. */
export const sourcesOperation = ({
  pulse,
  progress,
  conflicts,
  rejects,
  controls,
  producers,
  operators,
  now,
}: SourcesDoors) =>
  defineOperation({
    path: '/v1/sources',
    summary: 'Sources with their freshness, by when they last arrived',
    query: NO_QUERY,
    answer: z.object({ asOf: instantText, sources: z.array(source) }),
    handle: async (_, { authorization }) => {
      // A process that has just begun has not yet looked at the ledger, where sources are that say nothing of themselves.
      await settledWithin([pulse.ledgerSeen], FIRST_LOOK_MS)
      const said = await progress.read()
      // Counting conflicts takes long; the answer does not wait for it, and says null until it is known.
      void conflicts.read().catch(() => undefined) // told by `failing` and by the port's log
      void rejects.read().catch(() => undefined)
      void producers.read().catch(() => undefined) // nor for other processes
      const sources = listSources({
        progress: said.value,
        heard: pulse.ledger().value?.sources() ?? new Map(),
        controls: controls(),
        windows: producers.last()?.value.windows ?? [],
        producers: producers.last()?.value.sources ?? [],
        conflicts: conflicts.last()?.value ?? null,
        rejects: rejects.last()?.value ?? null,
        nowMs: now(),
      })
      return {
        asOf: toIso(said.asOfMs),
        sources: isOperator(operators, authorization) ? sources : sources.map(toWhoLooksOn),
      }
    },
  })
