import type { Consumer } from 'kafkajs'
import type { OpenAdmin } from './admin.ts'
import { faultOf, isClientFault, letGo, openClient } from './client.ts'
import { ClientChanged, TopicMissing } from './errors.ts'
import { openMembership } from './membership.ts'
import type { ConsumeOptions, Consumption, KafkaConfig, KafkaLog } from './types.ts'
import { backOffMs, pauseFor } from './wait.ts'

/** No new client mends these: we may not, or cannot, read. Whatever else fails is tried again with a new client. */
const HOPELESS = new Set([
  'TOPIC_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'UNSUPPORTED_VERSION',
  'INVALID_SESSION_TIMEOUT',
  'INVALID_GROUP_ID',
  'INCONSISTENT_GROUP_PROTOCOL',
])
const HOPELESS_CLASSES = new Set([
  'KafkaJSSASLAuthenticationError',
  'KafkaJSNotImplemented', // a codec we do not have
  'KafkaJSServerDoesNotSupportApiKey',
  'RangeError', // kafkajs spreads a record batch over an argument list: over some 100,000 records are too many
])

/** About 10 s of trying as the same member: a new member must wait until the session of the old one has ended. */
const RETRIES = 12

const FETCH_WAIT_MS = 150 // also how long a partition that was paused may wait for its first fetch

/**
 * Reads topics as one member of a group. kafkajs would restart a crashed consumer by itself, sometimes, and otherwise stay silent;
 * here each life is a new client, and the end of the last one is the end of `finished`.
 * @param only of all partitions assigned, fetch this one
 */
export async function consume(
  config: KafkaConfig,
  admin: OpenAdmin,
  log: KafkaLog,
  options: ConsumeOptions & { only?: number },
): Promise<Consumption> {
  const sessionTimeoutMs = options.sessionTimeoutMs ?? 10_000
  const done = Promise.withResolvers<void>()
  done.promise.catch(() => {}) // reported to whoever waits for `finished`; not waiting for it must not end the process
  const ending = new AbortController()
  const paused = new Set<string>()
  let life: { consumer: Consumer; membership: ReturnType<typeof openMembership> } | null = null

  await assertTopicsExist()
  const lives = live().then(done.resolve, done.reject)

  return {
    finished: done.promise,
    stop: async () => {
      ending.abort()
      await lives
    },
    pause: (topic) => {
      paused.add(topic)
      life?.membership.pause(topic)
    },
    resume: (topic) => {
      paused.delete(topic)
      life?.membership.resume(topic)
    },
    lag: () => life?.membership.lag() ?? [],
  }

  async function live(): Promise<void> {
    for (let attempts = 0; !ending.signal.aborted; attempts++) {
      const bornAtMs = performance.now()
      const death = await oneLife()
      if (death === null) return
      if (!isClientFault(death) || isHopeless(death)) throw death
      if (performance.now() - bornAtMs > 30_000) attempts = 0
      log.warn({ group: options.group, attempts: attempts + 1, fault: faultOf(death) }, 'reading again')
      await pauseFor(backOffMs(attempts), ending.signal).catch(() => {}) // stopped while waiting: the loop ends
    }
  }

  /** Null after `stop()`, else what it died of. */
  async function oneLife(): Promise<unknown> {
    const consumer = openClient(config, log, { retries: RETRIES }).consumer({
      groupId: options.group,
      sessionTimeout: sessionTimeoutMs,
      rebalanceTimeout: Math.max(60_000, sessionTimeoutMs),
      heartbeatInterval: Math.min(3_000, Math.floor(sessionTimeoutMs / 3)),
      maxBytesPerPartition: options.maxBytesPerPartition ?? 4_194_304,
      maxBytes: 33_554_432, // enough for every partition: kafkajs always asks in the same order, and the last would starve
      maxWaitTimeInMs: FETCH_WAIT_MS,
      metadataMaxAge: 60_000, // how long new partitions go unnoticed
      allowAutoTopicCreation: false,
      retry: {
        retries: RETRIES,
        initialRetryTime: 200,
        maxRetryTime: 1_000,
        restartOnFailure: async () => false,
      },
    })
    const death = Promise.withResolvers<unknown>()
    consumer.on(consumer.events.CRASH, ({ payload }) => death.resolve(payload.error))
    const membership = openMembership(consumer, admin, log, {
      startAt: options.startAt,
      onBatch: options.onBatch,
      only: options.only,
      heartbeatMs: Math.min(1_500, Math.floor(sessionTimeoutMs / 6)),
      fail: death.resolve,
    })
    for (const topic of paused) membership.pause(topic)
    life = { consumer, membership }
    const stopped = () => death.resolve(null)
    ending.signal.addEventListener('abort', stopped)
    const starting = start(consumer, membership)
    try {
      await Promise.race([starting, death.promise]) // to join may take as long as another's batch
      return await death.promise
    } catch (error) {
      return ending.signal.aborted ? null : error
    } finally {
      ending.signal.removeEventListener('abort', stopped)
      membership.end()
      life = null
      await membership.idle()
      await letGo(Promise.resolve(consumer), log)
      // Broken off while joining, kafkajs joins all the same, and would hold partitions that nobody reads.
      void starting.catch(() => {}).finally(() => letGo(Promise.resolve(consumer), log))
    }
  }

  async function start(consumer: Consumer, membership: ReturnType<typeof openMembership>): Promise<void> {
    await consumer.connect()
    // "From the beginning" only matters after OFFSET_OUT_OF_RANGE: there a batch comes at once, and shows the jump.
    await consumer.subscribe({ topics: options.topics, fromBeginning: true })
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: options.partitionsConcurrently ?? 4,
      eachBatch: membership.onFetched,
    })
  }

  async function assertTopicsExist(): Promise<void> {
    const existing = new Set(await admin.topics())
    const missing = options.topics.filter((topic) => !existing.has(topic))
    if (missing.length > 0) throw new TopicMissing(missing)
  }
}

function isHopeless(error: unknown): boolean {
  const { type, name } = faultOf(error)
  return (type !== null && HOPELESS.has(type)) || HOPELESS_CLASSES.has(name) || error instanceof ClientChanged
}
