import type { Kafka, OutgoingRecord } from '@ioc/kafka'
import { pauseUnless } from './pause.ts'

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
  const givingUp = new AbortController()
  stopping.addEventListener('abort', () => setTimeout(() => givingUp.abort(), STOPPING_MS_MAX).unref(), {
    once: true,
  })

  const askUntilBack = async () => {
    away = true
    while (!stopping.aborted && !(await kafka.ping())) await pauseUnless(ASK_EVERY_MS, stopping)
    away = false
  }

  return {
    away: () => away,
    /** True once acknowledged; false if nothing can be promised. Throws what else `publish` throws. */
    deliver: async (topic: string, records: OutgoingRecord[]): Promise<boolean> => {
      if (away) return false
      const late = AbortSignal.any([AbortSignal.timeout(acknowledgeMsMax), givingUp.signal])
      try {
        await kafka.publish(topic, records, { signal: late })
        return true
      } catch (error) {
        if (!late.aborted || error !== late.reason) throw error
        if (!away && !givingUp.signal.aborted) void askUntilBack()
        return false
      }
    },
  }
}
