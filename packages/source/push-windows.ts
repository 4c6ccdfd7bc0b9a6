import { PORT_OFFSETS } from '@ioc/config'
import { PRODUCERS } from './known-sources.ts'
import type { WindowCounts } from './window.ts'

/** What a push door counted of the last events of one source; at most as many as the breaker looks back on. */
export type PushWindow = { source: string; contract: string; counts: WindowCounts }

const ANSWER_MS_MAX = 2_000

type Told = { push?: { name: string; contract: string; window?: WindowCounts | null }[] }

/** Asks every producer what its push doors counted; of one that does not answer nothing is known. */
export const readPushWindows = async (at: { host: string; portBase: number }): Promise<PushWindow[]> => {
  const told = await Promise.all(
    PRODUCERS.map(async (service): Promise<Told> => {
      try {
        const answer = await fetch(`http://${at.host}:${at.portBase + PORT_OFFSETS[service]}/v1/sources`, {
          signal: AbortSignal.timeout(ANSWER_MS_MAX),
        })
        return answer.ok ? ((await answer.json()) as Told) : {}
      } catch {
        return {} // down or too slow: unknown, as it is shown
      }
    }),
  )
  return told.flatMap(({ push = [] }) =>
    push.flatMap(({ name, contract, window }) =>
      window ? [{ source: name, contract, counts: window }] : [],
    ),
  )
}
