import { setTimeout as pause } from 'node:timers/promises'
import { contracts } from '@ioc/schemas'
import type { World } from '../world/world.ts'

/** Next offset of each partition, by `topic/partition`. */
export type Ends = ReadonlyMap<string, number>

const TOPICS = contracts.map(({ id }) => id)
/** A look costs ClickHouse 4 ms: often at first, when it may be over at once, then less. */
const POLL_MS = 40
const POLL_MS_MAX = 160

/** Where each partition ends now. Kafka may just be coming back: it is asked until it answers, at most `withinMs`. */
export const logEnds = async (world: World, withinMs = 60_000): Promise<Ends> => {
  const deadlineMs = performance.now() + withinMs
  for (;;) {
    try {
      const answers = await Promise.all(TOPICS.map((topic) => world.kafka.admin.offsets(topic)))
      return new Map(
        answers.flatMap((partitions, index) =>
          partitions.map(({ partition, high }) => [`${TOPICS[index]}/${partition}`, high] as const),
        ),
      )
    } catch (error) {
      if (performance.now() > deadlineMs) throw error
      await pause(POLL_MS)
    }
  }
}

/** What each partition's ledger has, by its highest offset: enough to know when to look closely. */
export const ledgerEnds = async (world: World): Promise<Ends> => {
  const rows = await world.questions.ask<{ key: string; next: number }>(
    "SELECT concat(topic, '/', toString(`partition`)) AS key, max(`offset`) + 1 AS next FROM ledger GROUP BY key",
  )
  return new Map(rows.map(({ key, next }) => [key, next]))
}

export const reaches = (ledger: Ends, log: Ends): boolean =>
  [...log].every(([key, end]) => (ledger.get(key) ?? 0) >= end)

/** Waits until the ledger has come to the end of the log. Null if it has not within the bound. */
export const untilComplete = async (world: World, withinMs: number): Promise<Ends | null> => {
  const deadlineMs = performance.now() + withinMs
  while (performance.now() < deadlineMs) {
    const left = () => Math.max(1_000, deadlineMs - performance.now())
    try {
      const ends = await logEnds(world, left())
      for (
        let waitMs = POLL_MS;
        performance.now() < deadlineMs;
        waitMs = Math.min(waitMs * 1.3, POLL_MS_MAX)
      ) {
        if (reaches(await ledgerEnds(world), ends)) return ends
        await pause(waitMs)
      }
    } catch {
      await pause(POLL_MS) // an engine is away; whether for ever, the bound tells
    }
  }
  return null
}
