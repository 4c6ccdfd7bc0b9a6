import type { Log } from '@ioc/log'
import { toIso } from '@ioc/schemas/events/instant.ts'
import { Counter, type Registry } from 'prom-client'

/** Bodies of one source that were answered, but not with 200, since the service began; of them nothing is kept. */
export type TurnedAwayOf = { bodies: number; lastAtMs: number; status: number; why: string }

/** That bodies come and none of their events can be told apart: without it a source would only seem to be quiet. */
export type TurnedAway = {
  /** @param sources all that the sender’s key speaks for: what the body is of cannot be read. @param why nothing of its content */
  count(sources: Iterable<string>, status: number, why: string): void
  of(source: string): TurnedAwayOf | null
}

/** A sender who repeats itself says no more by it: of each source one line in so long. */
const SAY_EVERY_MS = 60_000

export const openTurnedAway = (
  registry: Registry,
  { log, now }: { log: Pick<Log, 'warn'>; now: () => number },
): TurnedAway => {
  const bySource = new Map<string, TurnedAwayOf>()
  const saidAtMs = new Map<string, number>()
  const counter = new Counter({
    name: 'ioc_push_turned_away_total',
    help: 'Bodies pushed with a right key that could not be taken, of which nothing is kept',
    labelNames: ['source', 'status'],
    registers: [registry],
  })
  return {
    count: (sources, status, why) => {
      const atMs = now()
      for (const source of sources) {
        const bodies = (bySource.get(source)?.bodies ?? 0) + 1
        bySource.set(source, { bodies, lastAtMs: atMs, status, why })
        counter.inc({ source, status })
        if (atMs - (saidAtMs.get(source) ?? Number.NEGATIVE_INFINITY) < SAY_EVERY_MS) continue
        saidAtMs.set(source, atMs)
        log.warn({ source, status, why, bodies }, 'a pushed body could not be taken; nothing of it is kept')
      }
    },
    of: (source) => bySource.get(source) ?? null,
  }
}

/** The same as a sentence for who looks at the source; the centre says it in Vietnamese too. */
export const turnedAwayText = ({ bodies, lastAtMs, status, why }: TurnedAwayOf): string =>
  `${bodies} bodies could not be taken since its door opened, the last at ${toIso(lastAtMs)} (${status}): ${why}`
