import {
  KafkaClosed,
  LogBeginsAfterNeeded,
  LogEndsBeforeNeeded,
  ReadBrokenOff,
  TopicMissing,
} from '../errors.ts'
import { partitionOf } from '../partition.ts'
import type { Consumption, IncomingRecord, Kafka, OutgoingRecord, PublishOptions, Written } from '../types.ts'
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

  const publish: Kafka['publish'] = async (topic, records, { signal, onWritten } = {}) => {
    if (!signal) return publishUnless(topic, records, closed.signal, onWritten)
    await withFirstOf([closed.signal, signal], (first) => publishUnless(topic, records, first, onWritten))
  }

  const publishUnless = async (
    topic: string,
    records: OutgoingRecord[],
    signal: AbortSignal,
    onWritten: PublishOptions['onWritten'],
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
    let written = write(topic, records)
    if (broker.writesTwice()) written = write(topic, records)
    await unlessAborted(turn(client, 'acknowledged'), signal)
    for (const each of written) onWritten?.(each)
  }

  const write = (topic: string, records: OutgoingRecord[]): Written[] => {
    const of = broker.topics.get(topic)!
    const count = of.partitions.length
    const forKeyless = keyless++ % count
    const appendedAtMs = broker.now()
    const written = new Map<number, Written>()
    records.forEach((record, index) => {
      assertFits(of, record, index) // those before it are written, as a broker's halves would be
      const byKey = record.key === null ? forKeyless : partitionOf(record.key, count)
      const partition = record.partition ?? byKey
      const offset = highOf(of.partitions[partition]!)
      broker.append(topic, partition, [entryOf(record, appendedAtMs)])
      const first = written.get(partition) ?? { partition, offset, records: 0, appendedAtMs }
      written.set(partition, { ...first, records: first.records + 1 })
    })
    return [...written.values()]
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
