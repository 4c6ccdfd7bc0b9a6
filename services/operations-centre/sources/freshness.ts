/** How fresh a source is (design §3.5), judged by when it last arrived, never by the times its events tell. */
export const FRESHNESS = ['fresh', 'delayed', 'stale', 'unknown'] as const
export type Freshness = (typeof FRESHNESS)[number]

/**
 * Fresh within one rhythm of the last arrival, delayed within three, stale beyond.
 * Unknown: never heard, or it has not said in which rhythm it speaks, so that silence cannot be judged.
 */
export function freshnessOf(
  lastArrivalMs: number | null,
  rhythmSeconds: number | null,
  nowMs: number,
): Freshness {
  if (lastArrivalMs === null || rhythmSeconds === null) return 'unknown'
  const rhythms = (nowMs - lastArrivalMs) / (rhythmSeconds * 1000)
  return rhythms <= 1 ? 'fresh' : rhythms <= 3 ? 'delayed' : 'stale'
}
