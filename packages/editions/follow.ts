import { pauseUnless } from '@ioc/clock/pause.ts'
import type { Log } from '@ioc/log'
import type { Editions } from './editions.ts'

export type Followed = {
  /** Resolves when the log was read once: from then on nobody judges by a set that was replaced. Never, where it is stopped before. */
  readonly known: Promise<void>
  isKnown(): boolean
  start(): Promise<void>
  stop(): Promise<void>
}

/** Five times before a set is in force. A question takes a connection that is there anyway; a reader of its own would take a core's twentieth. */
const EVERY_MS = 1_000

/** Asks for new sets as long as the service runs, so that a set is known before it is in force. A Kafka that is away is asked again. */
export const followEditions = (editions: Pick<Editions, 'refresh'>, log: Pick<Log, 'warn'>): Followed => {
  const stopping = new AbortController()
  const first = Promise.withResolvers<void>()
  let known = false
  let away = false
  let running: Promise<void> = Promise.resolve()

  const run = async () => {
    while (!stopping.signal.aborted) {
      try {
        await editions.refresh()
        known = true
        away = false
        first.resolve()
      } catch (error) {
        // Whatever the reason, Kafka or the topic may be there in a moment; what is known stays in force until then.
        if (!away && !stopping.signal.aborted)
          log.warn({ fault: (error as Error).name }, 'sets of catalogues cannot be asked for; asked again')
        away = true
      }
      await pauseUnless(EVERY_MS, stopping.signal)
    }
  }

  return {
    known: first.promise,
    isKnown: () => known,
    start: async () => {
      running = run()
    },
    /** A question that hangs is ended by `kafka.close()`, which has a bound. */
    stop: async () => {
      stopping.abort()
      void running
    },
  }
}
