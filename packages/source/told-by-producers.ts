import { PORT_OFFSETS } from '@ioc/config'
import { PRODUCERS } from './known-sources.ts'
import type { SourceStatus } from './read-source.ts'
import type { TurnedAwayOf } from './turned-away.ts'
import type { WindowCounts } from './window.ts'

/** What a push door counted of the last events of one source; at most as many as the breaker looks back on. */
export type PushWindow = {
  source: string
  contract: string
  counts: WindowCounts
  /** Bodies it could not take; null: none, or nobody says so. */
  turnedAway?: TurnedAwayOf | null
}

/** A source a producer reads by itself, as the producer tells of it: also before it has said anything to Kafka. */
export type ReadByProducer = Pick<
  SourceStatus,
  'contract' | 'simulated' | 'rhythmSeconds' | 'emitted' | 'rejected' | 'completeUpToMs' | 'state'
> & {
  source: string
  /** Of a connected source: why it cannot be read now, since when, and the last thing that was odd and stopped nothing. */
  error?: string | null
  errorSinceMs?: number | null
  notice?: string | null
}

export type ToldByProducers = { windows: PushWindow[]; sources: ReadByProducer[] }

const ANSWER_MS_MAX = 2_000

type Answer = {
  sources?: (Omit<ReadByProducer, 'source'> & { name: string })[]
  push?: { name: string; contract: string; window?: WindowCounts | null; turnedAway?: TurnedAwayOf | null }[]
}

/** Asks every producer which sources it reads and what its push doors counted; of one that does not answer nothing is known. */
export const readProducers = async (at: { host: string; portBase: number }): Promise<ToldByProducers> => {
  const told = await Promise.all(
    PRODUCERS.map(async (service): Promise<Answer> => {
      try {
        const answer = await fetch(`http://${at.host}:${at.portBase + PORT_OFFSETS[service]}/v1/sources`, {
          signal: AbortSignal.timeout(ANSWER_MS_MAX),
        })
        return answer.ok ? ((await answer.json()) as Answer) : {}
      } catch {
        return {} // down or too slow: unknown, as it is shown
      }
    }),
  )
  return {
    sources: told.flatMap(({ sources = [] }) =>
      sources.map(({ name, ...each }) => ({ ...each, source: name })),
    ),
    windows: told.flatMap(({ push = [] }) =>
      push.flatMap(({ name, contract, window, turnedAway = null }) =>
        window ? [{ source: name, contract, counts: window, turnedAway }] : [],
      ),
    ),
  }
}
