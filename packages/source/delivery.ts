import { pauseUnless } from '@ioc/clock/pause.ts'
import type { Kafka, OutgoingRecord } from '@ioc/kafka'

/** How long an acknowledgement is awaited before the sender is told to send again. */
const ACKNOWLEDGE_MS_MAX = 10_000
/** How long after SIGTERM: a service has 10 s to end, and what it still waits for is only part of that. */
const STOPPING_MS_MAX = 4_000
const ASK_EVERY_MS = 500

/**
 * Publishing for someone who waits for an answer: bounded, and once an acknowledgement failed to come, refused at once until a
 * broker answers again. So senders learn of an absence in no time, and their bodies do not pile up here.
 */
export const openDelivery = (
  kafka: Pick<Kafka, 'publish' | 'ping'>,
  stopping: AbortSignal,
  acknowledgeMsMax = ACKNOWLEDGE_MS_MAX,
) => {
  let away = false
  let givenUp = false
  /** Not `AbortSignal.any` with one signal for all: it stays with that one for ever, some 2 kB for every push. */
  const underWay = new Set<AbortController>()
  const giveUp = () => {
    givenUp = true
    for (const late of underWay) late.abort()
  }
  stopping.addEventListener('abort', () => setTimeout(giveUp, STOPPING_MS_MAX).unref(), { once: true })

  const askUntilBack = async () => {
    away = true
    while (!stopping.aborted && !(await kafka.ping())) await pauseUnless(ASK_EVERY_MS, stopping)
    away = false
  }

  return {
    away: () => away,
    /** True once acknowledged; false if nothing can be promised. Throws what else `publish` throws. */
    deliver: async (topic: string, records: OutgoingRecord[]): Promise<boolean> => {
      if (away || givenUp) return false
      const late = new AbortController()
      underWay.add(late)
      const timer = setTimeout(() => late.abort(), acknowledgeMsMax).unref()
      try {
        await kafka.publish(topic, records, { signal: late.signal })
        return true
      } catch (error) {
        if (!late.signal.aborted || error !== late.signal.reason) throw error
        if (!away && !givenUp) void askUntilBack()
        return false
      } finally {
        clearTimeout(timer)
        underWay.delete(late)
      }
    },
  }
}

/** The way to Kafka for those who wait for an answer. */
export type Delivery = ReturnType<typeof openDelivery>
