import { randomUUID } from 'node:crypto'
import type { OpenAdmin } from './admin.ts'
import { consume } from './consume.ts'
import { LogBeginsAfterNeeded, LogEndsBeforeNeeded, ReadBrokenOff, TopicMissing } from './errors.ts'
import type { IncomingRecord, Kafka, KafkaConfig, KafkaLog, Tail } from './types.ts'

/** Reading without a place in a group: kafkajs cannot fetch outside one, so each reader has a group of its own, never committed. */
export function openReaders(config: KafkaConfig, admin: OpenAdmin, log: KafkaLog) {
  const open = new Set<{ stop(): Promise<void> }>()
  return { readFrom, tail, close: async () => void (await Promise.all([...open].map((o) => o.stop()))) }

  async function readFrom(
    ...[topic, partition, from, to, onRecords]: Parameters<Kafka['readFrom']>
  ): Promise<void> {
    const ends = (await admin.offsets(topic)).find((offsets) => offsets.partition === partition)
    if (!ends) throw new TopicMissing([`${topic}[${partition}]`])
    if (from >= to) return
    if (ends.low > from) {
      throw new LogBeginsAfterNeeded({ topic, partition, needed: from, logBegins: ends.low })
    }
    if (ends.high < to) throw new LogEndsBeforeNeeded({ topic, partition, needed: to, logEnds: ends.high })

    const reached = Promise.withResolvers<void>()
    let next = from
    await withOwnGroup('read', reached.promise, {
      topics: [topic],
      only: partition,
      startAt: async () => ({ next }),
      onBatch: async ({ records, lastOffset }) => {
        if (next >= to) return
        const wanted = records.filter((record) => record.offset < to)
        if (wanted.length > 0) await onRecords(wanted)
        next = lastOffset + 1
        if (next >= to) reached.resolve()
      },
    })
    if (next < to) throw new ReadBrokenOff(topic, partition, next)
  }

  /** Until `until`, or the death of the reader, which is thrown. */
  async function withOwnGroup(
    purpose: string,
    until: Promise<void>,
    options: Omit<Parameters<typeof consume>[3], 'group'>,
  ): Promise<void> {
    const group = `${config.clientId}.${purpose}.${randomUUID()}`
    const consumption = await consume(config, admin, log, { ...options, group })
    open.add(consumption)
    try {
      await Promise.race([until, consumption.finished])
    } finally {
      await consumption.stop()
      open.delete(consumption)
      await admin.forgetGroup(group)
    }
  }

  async function tail(...[topics, onRecords, options]: Parameters<Kafka['tail']>): Promise<Tail> {
    const nextOf = new Map<string, number>()
    for (const topic of topics) {
      for (const { partition, high } of await admin.offsets(topic)) nextOf.set(`${topic}/${partition}`, high)
    }
    for (const { topic, partition, offset } of options?.fromOffsets ?? []) {
      nextOf.set(`${topic}/${partition}`, offset)
    }
    const stopped = Promise.withResolvers<void>()
    const finished = withOwnGroup('tail', stopped.promise, {
      topics,
      // A partition added later is read from its beginning: all of it is newer than the tail.
      startAt: async (topic, partition) => ({ next: nextOf.get(`${topic}/${partition}`) ?? 0 }),
      onBatch: async ({
        topic,
        partition,
        records,
        lastOffset,
      }: { records: IncomingRecord[] } & Position) => {
        if (records.length > 0) await onRecords(records)
        nextOf.set(`${topic}/${partition}`, lastOffset + 1)
        options?.onReached?.({ topic, partition, offset: lastOffset + 1 })
      },
    })
    finished.catch(() => {}) // reported to whoever waits for it; not waiting must not end the process
    return {
      finished,
      stop: async () => {
        stopped.resolve()
        await finished.catch(() => {}) // its error is told by `finished`
      },
    }
  }
}

type Position = { topic: string; partition: number; lastOffset: number }
