import { setTimeout as pause } from 'node:timers/promises'
import type { Kafka, Tail } from '@ioc/kafka'
import { DEAD_LETTER_TOPIC } from '@ioc/schemas'
import type { Finding } from './judge.ts'
import type { LedgerRow } from './read.ts'

/** A reject that an aggregator left behind goes out when its partition has found another: a session and a rebalance later. */
const EXPORT_MS_MAX = 60_000
const POLL_MS = 100

/** The export of dead letters, read along: which log positions it speaks of. */
export type Letters = {
  /** Every refused row has its dead letter, now or soon. */
  judge(rows: readonly LedgerRow[]): Promise<Finding[]>
  close(): Promise<void>
}

export const openLetters = (kafka: Kafka): Letters => {
  const exported = new Set<string>()
  let tail: Promise<Tail> | null = null
  let closed = false

  /** A reader that died, with Kafka or by its own doing, is followed by one that begins again from the beginning. */
  const follow = async () => {
    while (!closed) {
      try {
        tail = kafka.tail(
          [DEAD_LETTER_TOPIC],
          (records) => {
            for (const { key } of records) if (key) exported.add(key.toString())
          },
          { fromOffsets: [{ topic: DEAD_LETTER_TOPIC, partition: 0, offset: 0 }] },
        )
        await (await tail).finished
      } catch {
        await pause(POLL_MS)
      }
    }
  }
  const following = follow()

  return {
    judge: async (rows) => {
      const places = rows
        .filter(({ verdict }) => verdict === 'reject')
        .map(({ topic, partition, offset }) => `${topic}/${partition}/${offset}`)
      const missing = () => places.filter((place) => !exported.has(place))
      const deadlineMs = performance.now() + EXPORT_MS_MAX
      while (missing().length > 0 && performance.now() < deadlineMs) await pause(POLL_MS)
      return missing().map((place) => ({ kind: 'lost', what: `${place} is refused and was never exported` }))
    },
    close: async () => {
      closed = true
      await (await tail?.catch(() => null))?.stop()
      await following
    },
  }
}
