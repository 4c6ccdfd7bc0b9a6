import kafkajs, { type Admin } from 'kafkajs'
import { faultOf, letGo, type Opened, openClient } from './client.ts'
import { TopicMissing } from './errors.ts'
import type { KafkaAdmin, KafkaConfig, KafkaLog, TopicDefinition, TopicDescription } from './types.ts'
import { backOffMs, pauseFor } from './wait.ts'

const ATTEMPTS = 4

/** Questions to the cluster. A question is asked anew, on a new connection, up to four times; then it throws. */
export function openAdmin(
  config: KafkaConfig,
  log: KafkaLog,
): KafkaAdmin & { close(): Promise<void> } & Extra {
  let admin: Opened<Promise<Admin>> | null = null

  return {
    brokers: () =>
      ask(async (a) =>
        (await a.describeCluster()).brokers.map(({ nodeId, host, port }) => ({ id: nodeId, host, port })),
      ),
    topics: () => ask((a) => a.listTopics()),
    createTopics,
    describeTopics,
    offsets: async (topic) => {
      await assertExists(topic)
      const offsets = await ask((a) => a.fetchTopicOffsets(topic))
      return offsets
        .map(({ partition, low, high }) => ({ partition, low: Number(low), high: Number(high) }))
        .sort((a, b) => a.partition - b.partition)
    },
    offsetsAt: async (topic, instantMs) => {
      await assertExists(topic)
      const offsets = await ask((a) => a.fetchTopicOffsetsByTimestamp(topic, instantMs))
      return offsets
        .map(({ partition, offset }) => ({ partition, offset: Number(offset) }))
        .sort((a, b) => a.partition - b.partition)
    },
    committed: async (group, topic) => {
      const partitions = await countPartitions(topic)
      const [found] = await ask((a) => a.fetchOffsets({ groupId: group, topics: [topic] }))
      const offsets = new Map(found?.partitions.map(({ partition, offset }) => [partition, Number(offset)]))
      return Array.from({ length: partitions }, (_, partition) => {
        const offset = offsets.get(partition) ?? -1 // what Kafka answers for "never"
        return { partition, offset: offset < 0 ? null : offset }
      })
    },
    deleteRecords: async (topic, before) => {
      await assertExists(topic)
      await ask(async (a) => {
        await a.fetchTopicOffsets(topic) // kafkajs deletes records only of a topic it has met
        await a.deleteTopicRecords({
          topic,
          partitions: before.map(({ partition, offset }) => ({ partition, offset: String(offset) })),
        })
      })
    },
    countPartitions,
    forgetGroup,
    answers,
    close: () => letGo(admin, log),
  }

  async function countPartitions(topic: string): Promise<number> {
    return (await partitionsByTopic([topic])).get(topic)?.length ?? missing(topic)
  }

  async function createTopics(topics: TopicDefinition[]): Promise<void> {
    const existing = new Set(await ask((a) => a.listTopics()))
    const wanted = topics.filter((topic) => !existing.has(topic.name))
    if (wanted.length === 0) return
    await ask((a) =>
      a.createTopics({
        waitForLeaders: true,
        topics: wanted.map((topic) => ({
          topic: topic.name,
          numPartitions: topic.partitions,
          replicationFactor: topic.replication ?? -1,
          configEntries: Object.entries(topic.config).map(([name, value]) => ({ name, value })),
        })),
      }),
    )
  }

  async function describeTopics(names: string[]): Promise<TopicDescription[]> {
    const partitions = await partitionsByTopic(names)
    const existing = names.filter((name) => partitions.has(name))
    if (existing.length === 0) return []
    const { resources } = await ask((a) =>
      a.describeConfigs({
        includeSynonyms: false,
        resources: existing.map((name) => ({ type: kafkajs.ConfigResourceTypes.TOPIC, name })),
      }),
    )
    return existing.map((name) => ({
      name,
      partitions: partitions.get(name)!.length,
      replication: partitions.get(name)![0]?.replicas.length ?? 0,
      config: Object.fromEntries(
        resources
          .find((resource) => resource.resourceName === name)!
          .configEntries.map((entry) => [entry.configName, entry.configValue]),
      ),
    }))
  }

  async function partitionsByTopic(names: string[]) {
    const all = new Set(await ask((a) => a.listTopics())) // metadata of a missing topic would be an error, not an answer
    const existing = names.filter((name) => all.has(name))
    if (existing.length === 0) return new Map<string, { replicas: number[] }[]>()
    const { topics } = await ask((a) => a.fetchTopicMetadata({ topics: existing }))
    return new Map(topics.map((topic) => [topic.name, topic.partitions]))
  }

  async function assertExists(topic: string): Promise<void> {
    if (!(await ask((a) => a.listTopics())).includes(topic)) missing(topic)
  }

  async function forgetGroup(group: string): Promise<void> {
    try {
      admin ??= connect()
      await (await admin.part).deleteGroups([group])
    } catch (error) {
      log.debug({ group, fault: faultOf(error) }, 'a throw-away group was left for the broker to expire')
    }
  }

  /** Asked once, on a connection of its own: an old connection to a broker that hangs would answer nothing for 15 s. */
  async function answers(): Promise<boolean> {
    const asking = connect()
    try {
      return (await (await asking.part).describeCluster()).brokers.length > 0
    } catch (error) {
      log.debug({ fault: faultOf(error) }, 'no broker answers')
      return false
    } finally {
      void letGo(asking, log)
    }
  }

  async function ask<T>(question: (admin: Admin) => Promise<T>): Promise<T> {
    for (let attempts = 1; ; attempts++) {
      admin ??= connect()
      const mine = admin
      try {
        return await question(await mine.part)
      } catch (error) {
        if (admin === mine) admin = null
        void letGo(mine, log)
        if (attempts === ATTEMPTS) throw error
        await pauseFor(backOffMs(attempts))
      }
    }
  }

  function connect(): Opened<Promise<Admin>> {
    return openClient(config, log, async (client) => {
      const opened = client.admin()
      await opened.connect()
      return opened
    })
  }
}

/** What the rest of this package asks, and nobody outside. */
type Extra = {
  answers(): Promise<boolean>
  /** Throws `TopicMissing`. */
  countPartitions(topic: string): Promise<number>
  /** Removes an empty group; only tidiness, never fails. */
  forgetGroup(group: string): Promise<void>
}

export type OpenAdmin = ReturnType<typeof openAdmin>

function missing(topic: string): never {
  throw new TopicMissing([topic])
}
