import type { Consumer, EachBatchPayload } from 'kafkajs'
import type { OpenAdmin } from './admin.ts'
import { faultOf, isClientFault } from './client.ts'
import { fetchedFrom } from './fetched.ts'
import { assertLogHolds, assertSameLog, type LogEnds, type Position, setStart } from './position.ts'
import type { Batch, ConsumeOptions, KafkaLog, PartitionLag } from './types.ts'
import { backOffMs, pauseFor } from './wait.ts'

/** Between two looks at the ends of the logs, for what no fetch would tell: an emptied or re-created log. */
const WATCH_MS = 5_000

export type MembershipOptions = Pick<ConsumeOptions, 'startAt' | 'onBatch'> & {
  only?: number // of all partitions, fetch this one
  heartbeatMs: number // between two heartbeats while a batch is worked on
  /** A loud stop, or an error of the caller's functions; nothing is given to `onBatch` afterwards. */
  fail(error: unknown): void
}

/**
 * What one member of a group does with its partitions: after each assignment all stand still until `startAt` has said where
 * to begin; then every batch must begin exactly where the one before ended, or it is thrown away and fetched again.
 */
export function openMembership(
  consumer: Consumer,
  admin: OpenAdmin,
  log: KafkaLog,
  options: MembershipOptions,
) {
  let positions = new Map<string, Position>()
  let ended = false
  const userPaused = new Set<string>()

  const leaveJoin = consumer.on(consumer.events.GROUP_JOIN, ({ payload }) =>
    assign(payload.memberAssignment as Record<string, number[]>),
  )
  let isLooking = false
  const watch = setInterval(() => {
    if (isLooking) return // Kafka is slow to answer; one question at a time
    isLooking = true
    void guard(lookAtLogs()).finally(() => {
      isLooking = false
    })
  }, WATCH_MS)

  return { onFetched, pause, resume, lag, end, idle, isBusy }

  /** Runs inside kafkajs's own step, before its first fetch: what is paused here is never fetched from a committed offset. */
  function assign(assignment: Record<string, number[]>): void {
    const before = positions
    positions = new Map()
    for (const [topic, partitions] of Object.entries(assignment)) {
      consumer.pause([{ topic, partitions }])
      for (const partition of partitions) {
        if (options.only !== undefined && partition !== options.only) continue
        const position = newPosition(topic, partition)
        positions.set(keyOf(position), position)
        void guard(begin(position, before.get(keyOf(position))?.busy ?? null))
      }
    }
  }

  async function begin(position: Position, busyBefore: Promise<void> | null): Promise<void> {
    position.busy = busyBefore // so that a third assignment waits too
    await busyBefore
    if (!isCurrent(position)) return
    position.busy = null
    const start = await options.startAt(position.topic, position.partition)
    const ends = await assertLogHolds(position, start.next, () => endsOf(position))
    if (!isCurrent(position)) return
    setStart(position, start, ends)
    seek(position)
    if (!userPaused.has(position.topic)) consumer.resume([partitionsOf(position)])
    const { topic, partition, next } = position
    log.debug({ topic, partition, next, highWatermark: ends.high }, 'reading goes on')
  }

  async function onFetched(payload: EachBatchPayload): Promise<void> {
    const position = positions.get(keyOf(payload.batch))
    if (ended || !position || position.next === null || position.busy) return
    if (userPaused.has(position.topic)) return // fetched before the pause; it is fetched again after it
    position.busy = guard(take(position, payload))
    await position.busy
    position.busy = null
  }

  async function take(position: Position, payload: EachBatchPayload): Promise<void> {
    const fetched = fetchedFrom(payload.batch)
    position.highWatermark = fetched.highWatermark
    if (fetched.from !== position.fetchAt) {
      // A fetch from before the seek, or kafkajs has "recovered" from OFFSET_OUT_OF_RANGE by jumping to another offset.
      await assertLogHolds(position, position.next!, () => endsOf(position))
      if (isCurrent(position)) seek(position)
      return
    }
    if (fetched.lastOffset < fetched.from) return // damage, and nothing told where it ends: the same offset is asked for more
    assertSameLog(position, fetched)
    for (const { bytes, ...range } of fetched.corrupt) {
      const { topic, partition } = position
      log.error(
        { topic, partition, ...range, bytes: bytes?.length },
        'damaged bytes in the log are passed over',
      )
    }
    if (fetched.lastOffset >= position.next!) {
      await whileAlive(payload, () => options.onBatch(batchOf(position, fetched, payload)))
    }
    if (!isCurrent(position)) return
    payload.resolveOffset(String(fetched.lastOffset))
    position.fetchAt = fetched.lastOffset + 1
    position.next = Math.max(position.next!, position.fetchAt)
  }

  function batchOf(
    position: Position,
    fetched: ReturnType<typeof fetchedFrom>,
    payload: EachBatchPayload,
  ): Batch {
    const { topic, partition, lastOffset, highWatermark } = fetched
    const firstOffset = position.next!
    return {
      topic,
      partition,
      records: fetched.records.filter((record) => record.offset >= firstOffset),
      corrupt: fetched.corrupt
        .filter((range) => range.lastOffset >= firstOffset)
        .map((range) => ({ ...range, firstOffset: Math.max(range.firstOffset, firstOffset) })),
      firstOffset,
      lastOffset,
      highWatermark,
      heartbeat: () => beat(payload),
      commit: async () => {
        const partitions = [{ partition, offset: String(lastOffset + 1) }]
        try {
          if (isCurrent(position)) await payload.commitOffsetsIfNecessary({ topics: [{ topic, partitions }] })
        } catch (error) {
          log.debug({ topic, partition, fault: faultOf(error) }, 'a hint of progress was not taken')
        }
      },
    }
  }

  /** The runner of kafkajs says nothing to the group while a batch is worked on; a slow insert would cost the membership. */
  async function whileAlive(payload: EachBatchPayload, work: () => Promise<void>): Promise<void> {
    const timer = setInterval(() => void beat(payload), options.heartbeatMs)
    try {
      await work()
    } finally {
      clearInterval(timer)
    }
  }

  async function beat(payload: EachBatchPayload): Promise<void> {
    try {
      await payload.heartbeat()
    } catch (error) {
      // The runner's own heartbeat after this batch meets the same answer and rejoins; a batch is not broken off for it.
      log.debug({ fault: faultOf(error) }, 'heartbeat refused')
    }
  }

  async function lookAtLogs(): Promise<void> {
    const resting = [...positions.values()].filter((position) => position.next !== null && !position.busy)
    const needs = resting.map((position) => ({ position, needed: position.next! })) // before we ask: it moves meanwhile
    const endsOfTopic = new Map<string, Awaited<ReturnType<typeof admin.offsets>>>()
    try {
      for (const topic of new Set(resting.map((position) => position.topic))) {
        endsOfTopic.set(topic, await admin.offsets(topic))
      }
    } catch (error) {
      if (isClientFault(error)) return // Kafka is away; the next look asks again
      throw error
    }
    for (const { position, needed } of needs) {
      const ends = endsOfTopic.get(position.topic)!.find((end) => end.partition === position.partition)
      if (ends && ends.low <= needed && ends.high >= needed) {
        position.highWatermark = Math.max(position.highWatermark, ends.high)
      } else if (isCurrent(position) && position.next === needed) {
        await assertLogHolds(position, needed, () => endsOf(position))
      }
    }
  }

  /** Asks until Kafka answers: that it is away is no reason to end. */
  async function endsOf(position: Position): Promise<LogEnds> {
    for (let attempts = 0; isCurrent(position); attempts++) {
      try {
        const all = await admin.offsets(position.topic)
        return all.find(({ partition }) => partition === position.partition) ?? { low: 0, high: 0 }
      } catch (error) {
        if (!isClientFault(error)) throw error
        await pauseFor(backOffMs(attempts))
      }
    }
    return { low: 0, high: Number.POSITIVE_INFINITY } // nobody waits for the answer any more
  }

  /** Whatever still goes wrong here ends the consumption, loudly. */
  async function guard(work: Promise<void>): Promise<void> {
    try {
      await work
    } catch (error) {
      if (!ended) options.fail(error)
    }
  }

  function seek(position: Position): void {
    consumer.seek({
      topic: position.topic,
      partition: position.partition,
      offset: String(position.fetchAt),
    })
  }

  function pause(topic: string): void {
    userPaused.add(topic)
    for (const position of positions.values())
      if (position.topic === topic) consumer.pause([partitionsOf(position)])
  }

  function resume(topic: string): void {
    userPaused.delete(topic)
    for (const position of positions.values()) {
      if (position.topic === topic && position.next !== null) consumer.resume([partitionsOf(position)])
    }
  }

  function lag(): PartitionLag[] {
    return [...positions.values()].flatMap(({ topic, partition, next, highWatermark }) =>
      next === null ? [] : [{ topic, partition, next, highWatermark }],
    )
  }

  function end(): void {
    ended = true
    clearInterval(watch)
    leaveJoin()
  }

  /** After `end`: when the batches under way are done. */
  async function idle(): Promise<void> {
    await Promise.all([...positions.values()].map((position) => position.busy))
  }

  function isBusy(): boolean {
    return [...positions.values()].some((position) => position.busy !== null)
  }

  function isCurrent(position: Position): boolean {
    return !ended && positions.get(keyOf(position)) === position
  }
}

function newPosition(topic: string, partition: number): Position {
  return { topic, partition, next: null, fetchAt: 0, last: null, highWatermark: 0, busy: null }
}

function partitionsOf({ topic, partition }: Position): { topic: string; partitions: number[] } {
  return { topic, partitions: [partition] }
}

function keyOf({ topic, partition }: { topic: string; partition: number }): string {
  return `${topic}/${partition}`
}
