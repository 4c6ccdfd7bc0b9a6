/** Events of a finished stretch of time in the order they are told; any of them can be made alone. */
export type Script<Event> = {
  /** Tells one script from another; a checkpoint of another script is refused. */
  tag: string
  length: number
  at(position: number): Event
  /** Business instant (epoch ms) the event at this position is told at; never falls. */
  toldAtMs(position: number): number
  /** The end of the stretch, epoch ms: everything up to here is known once all is told. */
  endMs: number
}

/** Shaped as the `Source` port wants it; the ports know this package, not the other way round. */
export type ScriptBatch<Event> = {
  events: readonly Event[]
  checkpoint: { script: string; position: number }
  completeUpToMs: number
}

const EVENTS_PER_BATCH = 2000

/**
 * Tells a script from a checkpoint on, in batches. A checkpoint at the end gives one empty batch, which says how far the
 * source is complete.
 * @throws Error if the checkpoint belongs to another script: mixing two half-years would give a third that is neither.
 */
export async function* tell<Event>(
  script: Script<Event>,
  since: { readonly [key: string]: unknown } | null,
  signal: AbortSignal,
): AsyncGenerator<ScriptBatch<Event>> {
  if (since && since.script !== script.tag)
    throw new Error(
      `the checkpoint was made by script ${String(since.script)}, this is ${script.tag}: replay into a new data folder`,
    )
  let position = Number(since?.position ?? 0)
  do {
    if (signal.aborted) return
    const end = Math.min(position + EVENTS_PER_BATCH, script.length)
    const events: Event[] = []
    for (; position < end; position++) events.push(script.at(position))
    yield {
      events,
      checkpoint: { script: script.tag, position },
      // Another event may share the next one's instant, so only what lies before it is complete.
      completeUpToMs: position < script.length ? script.toldAtMs(position) - 1 : script.endMs,
    }
  } while (position < script.length)
}

/** A script of events that all fit in memory, told in order of `atMs`; equal instants keep their order. */
export const scriptOf = <Event extends { atMs: number }>(
  tag: string,
  endMs: number,
  events: readonly Event[],
): Script<Event> => {
  const ordered = events.toSorted((a, b) => a.atMs - b.atMs)
  return {
    tag,
    endMs,
    length: ordered.length,
    at: (position) => ordered[position]!,
    toldAtMs: (position) => ordered[position]!.atMs,
  }
}
