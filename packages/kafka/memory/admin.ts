import { TopicMissing } from '../errors.ts'
import type { KafkaAdmin } from '../types.ts'
import type { MemoryBroker } from './index.ts'
import { highOf } from './topic.ts'

/** What can be asked of the log in memory. */
export const openAdmin = (broker: MemoryBroker, ask: (step: string) => Promise<void>): KafkaAdmin => {
  const partitionsOf = async (topic: string) => {
    await ask('ask')
    const found = broker.topics.get(topic)
    if (!found) throw new TopicMissing([topic])
    return found.partitions
  }
  return {
    brokers: async () => {
      await ask('ask')
      return [{ id: 1, host: 'memory', port: 0 }]
    },
    topics: async () => {
      await ask('ask')
      return [...broker.topics.keys()]
    },
    createTopics: async (topics) => {
      await ask('create')
      for (const topic of topics) broker.create(topic)
    },
    describeTopics: async (names) => {
      await ask('ask')
      return names.flatMap((name) => {
        const topic = broker.topics.get(name)
        if (!topic) return []
        return [
          { name, partitions: topic.partitions.length, replication: 1, config: topic.definition.config },
        ]
      })
    },
    offsets: async (topic) =>
      (await partitionsOf(topic)).map((log, partition) => ({ partition, low: log.low, high: highOf(log) })),
    offsetsAt: async (topic, instantMs) =>
      (await partitionsOf(topic)).map((log, partition) => {
        const found = log.entries.findIndex(
          (entry, offset) => offset >= log.low && entry.appendedAtMs >= instantMs,
        )
        return { partition, offset: found === -1 ? highOf(log) : found }
      }),
    deleteRecords: async (topic, before) => {
      const partitions = await partitionsOf(topic)
      for (const { partition, offset } of before) partitions[partition]!.low = offset
      broker.changes.tell()
    },
    committed: async (group, topic) => {
      const partitions = await partitionsOf(topic)
      const known = broker.groups.get(group)?.committed
      return partitions.map((_, partition) => ({
        partition,
        offset: known?.get(`${topic}/${partition}`) ?? null,
      }))
    },
  }
}
