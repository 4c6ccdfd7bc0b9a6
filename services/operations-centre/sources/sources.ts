import { toIso } from '@ioc/schemas/events/instant.ts'
import type { Arrival } from '../pulse/tally.ts'
import { type Freshness, freshnessOf } from './freshness.ts'
import type { Progress } from './progress.ts'

/** One source of events, as far as the river knows it. Null is unknown, never zero. */
export type Source = {
  source: string
  contract: string | null
  freshness: Freshness
  lastArrivalAt: string | null
  lastEventAt: string | null
  rhythmSeconds: number | null
  completeUpTo: string | null
  emitted: number | null
  rejected: number | null
  simulated: boolean | null
  identityConflicts: number | null
}

/** The producers' own push doors; listed before anyone has ever spoken through them. */
export const PUSH_SOURCES = [
  { source: 'dossier-push', contract: 'dossier.v1' },
  { source: 'feedback-push', contract: 'feedback.v1' },
  { source: 'survey-push', contract: 'survey-response.v1' },
  { source: 'figure-push', contract: 'reported-figure.v1' },
] as const

/** Every source ever heard, with those that are configured and silent; by contract of its events, then by name. */
export function listSources(
  progress: readonly Progress[],
  arrivals: ReadonlyMap<string, Arrival>,
  conflicts: ReadonlyMap<string, number> | null,
  nowMs: number,
): Source[] {
  const told = new Map(progress.map((each) => [each.source, each]))
  const configured = new Map<string, string>(PUSH_SOURCES.map((each) => [each.source, each.contract]))
  const names = new Set([...told.keys(), ...arrivals.keys(), ...configured.keys()])
  return [...names]
    .map((source): Source => {
      const word = told.get(source)
      const arrival = arrivals.get(source)
      const rhythmSeconds = word?.rhythmSeconds ?? null
      return {
        source,
        contract: word?.contract ?? configured.get(source) ?? null,
        freshness: freshnessOf(arrival?.lastArrivalMs ?? null, rhythmSeconds, nowMs),
        lastArrivalAt: iso(arrival?.lastArrivalMs),
        lastEventAt: iso(arrival?.lastEventMs),
        rhythmSeconds,
        completeUpTo: iso(word?.completeUpToMs),
        emitted: word?.emitted ?? null,
        rejected: word?.rejected ?? null,
        simulated: word?.simulated ?? null,
        identityConflicts: arrival && conflicts ? (conflicts.get(source) ?? 0) : null,
      }
    })
    .sort((a, b) => compare(a.contract ?? '~', b.contract ?? '~') || compare(a.source, b.source))
}

const iso = (ms: number | null | undefined) => (ms === null || ms === undefined ? null : toIso(ms))
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
