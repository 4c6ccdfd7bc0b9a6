import { LogBeginsAfterNeeded, LogWasRecreated } from './errors.ts'
import type { Fetched } from './fetched.ts'
import type { StartAt } from './types.ts'
import { pauseFor } from './wait.ts'

export type LogEnds = { low: number; high: number }

/** How far one assignment of one partition has come. A rebalance makes a new one; what holds an old one must stop. */
export type Position = {
  topic: string
  partition: number
  /** The first offset nobody was given yet; null until `startAt` has answered. */
  next: number | null
  /** Where the next fetch must begin; before `next` while the proof in `last` is still to be seen. */
  fetchAt: number
  last: StartAt['last'] | null
  highWatermark: number
  /** The batch under way. The next assignment of the same partition waits for it: one `onBatch` at a time. */
  busy: Promise<void> | null
}

// A broker that has just come back may for a moment report an end before its true one.
const LOOKS = 6
const LOOK_AGAIN_MS = 500

/**
 * Throws unless the log still holds `needed`, or will write it next.
 * @throws LogBeginsAfterNeeded, LogWasRecreated
 */
export async function assertLogHolds(
  place: { topic: string; partition: number },
  needed: number,
  look: () => Promise<LogEnds>,
): Promise<LogEnds> {
  for (let looks = 1; ; looks++) {
    const ends = await look()
    if (ends.low > needed) throw new LogBeginsAfterNeeded({ ...place, needed, logBegins: ends.low })
    if (ends.high >= needed) return ends
    if (looks === LOOKS) throw new LogWasRecreated({ ...place, needed, logEnds: ends.high })
    await pauseFor(LOOK_AGAIN_MS)
  }
}

/** Where to fetch first: at the last record read, if the log still has it, so that it can prove the log is the same. */
export function setStart(position: Position, start: StartAt, ends: LogEnds): void {
  const provable = start.last && start.last.offset < start.next && start.last.offset >= ends.low
  position.last = provable ? start.last! : null
  position.next = start.next
  position.fetchAt = provable ? start.last!.offset : start.next
  position.highWatermark = ends.high
}

/**
 * Throws LogWasRecreated if the record read last is now another one. A hole in its place (compacted meanwhile) proves nothing.
 */
export function assertSameLog(position: Position, fetched: Fetched): void {
  if (!position.last) return
  const { offset, appendedAtMs } = position.last
  const found = fetched.appendedAtMs(offset)
  if (found !== null && found !== appendedAtMs) {
    throw new LogWasRecreated({
      topic: position.topic,
      partition: position.partition,
      needed: position.next!,
      logEnds: fetched.highWatermark,
      appendedAtMs: { expected: appendedAtMs, found },
    })
  }
  position.last = null
}
