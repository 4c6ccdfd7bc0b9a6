import {
  KafkaClosed,
  LogBeginsAfterNeeded,
  LogEndsBeforeNeeded,
  ReadBrokenOff,
  TopicMissing,
} from '../errors.ts'
import { partitionOf } from '../partition.ts'
import type { Consumption, IncomingRecord, Kafka, OutgoingRecord } from '../types.ts'
import { unlessAborted, withFirstOf } from '../wait.ts'
import { openAdmin } from './admin.ts'
import { consume } from './consume.ts'
import type { MemoryBroker } from './index.ts'
import { assertFits, entryOf, highOf, recordsOf } from './topic.ts'

const RECORDS_AT_ONCE = 500

/** One client of the log in memory: the port `Kafka` as a process has it. */
export const openClient = (broker: MemoryBroker, client: string): Kafka => {
  const { changes, turn } = broker
  const closed = new AbortController()
  const open = new Set<{ stop(): Promise<void> }>()
  let keyless = 0
  let readers = 0

  const ask = async (step: string) => {
    // The turn last: whoever is never given another must do nothing more.
    do {
      await broker.isThere()
      await turn(client, step)
    } while (broker.isAway())
  }

  const publish: Kafka['publish'] = async (topic, records, options = {}) => {
    if (!options.signal) return publishUnless(topic, records, closed.signal)
    await withFirstOf([closed.signal, options.signal], (first) => publishUnless(topic, records, first))
  }

  const publishUnless = async (
    topic: string,
    records: OutgoingRecord[],
    signal: AbortSignal,
  ): Promise<void> => {
    signal.throwIfAborted()
    if (records.length === 0) return
    do {
      await unlessAborted(
        changes.until(() => broker.topics.has(topic)),
        signal,
      )
      await unlessAborted(ask('publish'), signal)
    } while (!broker.topics.has(topic))
    await unlessAborted(
      changes.until(() => broker.topics.has(topic)),
      signal,
    )
    write(topic, records)
    if (broker.writesTwice()) write(topic, records)
    await unlessAborted(turn(client, 'acknowledged'), signal)
  }

  const write = (topic: string, records: OutgoingRecord[]): void => {
    const of = broker.topics.get(topic)!
    const count = of.partitions.length
    const forKeyless = keyless++ % count
    const appendedAtMs = broker.now()
    records.forEach((record, index) => {
      assertFits(of, record, index) // those before it are written, as a broker's halves would be
      const byKey = record.key === null ? forKeyless : partitionOf(record.key, count)
      broker.append(topic, record.partition ?? byKey, [entryOf(record, appendedAtMs)])
    })
  }

  const readFrom: Kafka['readFrom'] = async (topic, partition, from, to, onRecords) => {
    await ask('read')
    const log = broker.topics.get(topic)?.partitions[partition]
    if (!log) throw new TopicMissing([`${topic}[${partition}]`])
    if (from >= to) return
    if (log.low > from) throw new LogBeginsAfterNeeded({ topic, partition, needed: from, logBegins: log.low })
    if (highOf(log) < to)
      throw new LogEndsBeforeNeeded({ topic, partition, needed: to, logEnds: highOf(log) })
    for (let next = from; next < to; next += RECORDS_AT_ONCE) {
      await turn(client, 'read on')
      if (closed.signal.aborted) throw new ReadBrokenOff(topic, partition, next)
      const records = recordsOf(topic, partition, log, next, Math.min(to, next + RECORDS_AT_ONCE))
      if (records.length > 0) await onRecords(records)
    }
  }

  const tail: Kafka['tail'] = async (topics, onRecords, options) => {
    const nextOf = new Map<string, number>()
    for (const topic of topics)
      for (const { partition, high } of await admin.offsets(topic)) nextOf.set(`${topic}/${partition}`, high)
    for (const { topic, partition, offset } of options?.fromOffsets ?? [])
      nextOf.set(`${topic}/${partition}`, offset)
    return consumeIn(`${client}.tail.${readers++}`, {
      topics,
      startAt: async (topic, partition) => ({ next: nextOf.get(`${topic}/${partition}`) ?? 0 }),
      onBatch: async ({ topic, partition, records, lastOffset }) => {
        if (records.length > 0) await onRecords(records as IncomingRecord[])
        nextOf.set(`${topic}/${partition}`, lastOffset + 1)
        options?.onReached?.({ topic, partition, offset: lastOffset + 1 })
      },
    })
  }

  const consumeIn = async (
    group: string,
    options: Omit<Parameters<Kafka['consume']>[0], 'group'>,
  ): Promise<Consumption> => {
    const consumption = await consume(broker, broker.groupOf(group), client, { ...options, group })
    open.add(consumption)
    consumption.finished.catch(() => {}).finally(() => open.delete(consumption))
    return consumption
  }

  const admin = openAdmin(broker, ask)
  return {
    publish,
    consume: ({ group, ...options }) => consumeIn(group, options),
    readFrom,
    tail,
    admin,
    ping: async () => !broker.isAway() && !closed.signal.aborted,
    close: async () => {
      closed.abort(new KafkaClosed())
      await Promise.all([...open].map((consumption) => consumption.stop()))
    },
  }
}
