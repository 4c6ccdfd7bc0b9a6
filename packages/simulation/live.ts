/** What a live source needs of the business clock. */
type Clock = { now(): number; readonly running: boolean }

/** A simulation that goes on by the second; what a second brings depends on that second alone. */
export type LiveScript<Event> = {
  /** Tells one script from another, e.g. by seed. */
  tag: string
  /** Business instant (epoch ms) of second 0. */
  startMs: number
  /** Events told in a second, at `startMs + second * 1000`. */
  at(second: number): Event[]
}

/** After a longer silence the seconds before this are left out: they never happened, as nobody was there to see them. */
export const CATCH_UP_SECONDS_MAX = 600
const SECONDS_PER_BATCH = 300

/**
 * Tells what happened since a checkpoint up to the business clock's present second, each second once. Nothing while the
 * clock stands or has not reached the start.
 */
export async function* tellLive<Event>(
  script: LiveScript<Event>,
  since: { readonly [key: string]: unknown } | null,
  clock: Clock,
  signal: AbortSignal,
) {
  if (!clock.running) return
  const present = Math.floor((clock.now() - script.startMs) / 1000)
  if (present < 0) return
  const toldTo = since && since.script === script.tag ? Number(since.second) : -1
  let second = Math.max(toldTo, present - CATCH_UP_SECONDS_MAX)
  while (second < present && !signal.aborted) {
    const end = Math.min(second + SECONDS_PER_BATCH, present)
    const events: Event[] = []
    while (second < end) events.push(...script.at(++second))
    yield {
      events,
      checkpoint: { script: script.tag, second },
      completeUpToMs: script.startMs + second * 1000,
    }
  }
}

/** The instant all live demonstrations begin: where the rebuilt half-year ends. */
export const LIVE_START_MS = Date.parse('2024-07-01T00:00:00+07:00')
