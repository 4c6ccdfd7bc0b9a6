import type { Kafka } from '@ioc/kafka'
import { type SourceControl, sourceControlKey } from '@ioc/schemas/control/source-control.ts'
import { readControls } from '@ioc/source/control-log.ts'

/** A hold made while it runs is seen within this. */
const LOOK_MS = 1_000

/** Asks whether a source is held, by a person or the breaker, reading the log of holds at most once a second. */
export const openHoldWatch = (
  kafka: Pick<Kafka, 'admin' | 'readFrom'>,
  of: { source: string; contract: string },
  now: () => number = () => performance.now(),
) => {
  let lookedAtMs = Number.NEGATIVE_INFINITY
  let hold: SourceControl | null = null
  return async (): Promise<SourceControl | null> => {
    if (now() - lookedAtMs < LOOK_MS) return hold
    const newest = (await readControls(kafka)).get(sourceControlKey(of)) ?? null
    lookedAtMs = now()
    hold = newest?.state === 'held' ? newest : null
    return hold
  }
}
