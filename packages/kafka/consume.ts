import { setTimeout as delay } from 'node:timers/promises'
import type { Consumer } from 'kafkajs'
import type { OpenAdmin } from './admin.ts'
import { faultOf, isClientFault, letGo, type Opened, openClient } from './client.ts'
import { ClientChanged, ClientSilent, TopicMissing } from './errors.ts'
import { openMembership } from './membership.ts'
import type { ConsumeOptions, Consumption, KafkaConfig, KafkaLog } from './types.ts'
import { backOffMs, pauseFor } from './wait.ts'
import { watchSilence } from './watchdog.ts'

/** No new client mends these: we may not, or cannot, read. Whatever else fails is tried again with a new client. */
const HOPELESS = new Set([
  'TOPIC_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'UNSUPPORTED_VERSION',
  'INVALID_GROUP_ID',
  'INCONSISTENT_GROUP_PROTOCOL',
])
const HOPELESS_CLASSES = new Set([
  'KafkaJSSASLAuthenticationError',
  'KafkaJSNotImplemented',
  'KafkaJSServerDoesNotSupportApiKey',
])

/** About 10 s of trying as the same member: a new member must wait until the session of the old one has ended. */
const RETRIES = 12

/** After a power cut the group heals within this and a heartbeat. */
const SESSION_TIMEOUT_MS = 3_000
/** `group.min.session.timeout.ms` of a broker that nobody tuned. */
const SESSION_TIMEOUT_ANYWHERE_MS = 6_000
/** How long a member that comes or goes may wait for the batches of the others. */
const REBALANCE_TIMEOUT_MS = 60_000

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
  let sessionTimeoutMs = options.sessionTimeoutMs ?? SESSION_TIMEOUT_MS
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
      if (!mayLiveAgain(death)) throw death
      if (faultOf(death).type === 'INVALID_SESSION_TIMEOUT') {
        if (sessionTimeoutMs >= SESSION_TIMEOUT_ANYWHERE_MS) throw death
        log.warn(
          { group: options.group, sessionTimeoutMs, instead: SESSION_TIMEOUT_ANYWHERE_MS },
          'this broker refuses so short a session; a member that dies will be missed for longer',
        )
        sessionTimeoutMs = SESSION_TIMEOUT_ANYWHERE_MS
        continue
      }
      if (performance.now() - bornAtMs > 30_000) attempts = 0
      log.warn({ group: options.group, attempts: attempts + 1, fault: faultOf(death) }, 'reading again')
      await pauseFor(backOffMs(attempts), ending.signal).catch(() => {}) // stopped while waiting: the loop ends
    }
  }

  /** Null after `stop()`, else what it died of. */
  async function oneLife(): Promise<unknown> {
    const heartbeatMs = Math.floor(sessionTimeoutMs / 6)
    const opened = openClient(
      config,
      log,
      (client) =>
        client.consumer({
          groupId: options.group,
          sessionTimeout: sessionTimeoutMs,
          rebalanceTimeout: Math.max(REBALANCE_TIMEOUT_MS, sessionTimeoutMs),
          heartbeatInterval: heartbeatMs,
          maxBytesPerPartition: options.maxBytesPerPartition ?? 4_194_304,
          maxBytes: 33_554_432, // four partitions' worth; which of them a fetch fills goes round (fetched.ts)
          maxWaitTimeInMs: FETCH_WAIT_MS,
          metadataMaxAge: 60_000, // how long new partitions go unnoticed
          allowAutoTopicCreation: false,
          retry: {
            retries: RETRIES,
            initialRetryTime: 200,
            maxRetryTime: 1_000,
            restartOnFailure: async () => false,
          },
        }),
      { retries: RETRIES },
    )
    const consumer = opened.part
    const death = Promise.withResolvers<unknown>()
    consumer.on(consumer.events.CRASH, ({ payload }) => death.resolve(payload.error))
    const membership = openMembership(consumer, admin, log, {
      startAt: options.startAt,
      onBatch: options.onBatch,
      only: options.only,
      heartbeatMs,
      fail: death.resolve,
    })
    const watch = watchSilence(consumer, {
      joiningMs: REBALANCE_TIMEOUT_MS + 30_000,
      isBusy: membership.isBusy,
      answers: admin.answers,
      fail: (why) => death.resolve(new ClientSilent(why)),
    })
    for (const topic of paused) membership.pause(topic)
    life = { consumer, membership }
    const stopped = () => death.resolve(null)
    ending.signal.addEventListener('abort', stopped)
    const starting = start(consumer, membership)
    starting.catch(() => {}) // told by the race below, while somebody still listens
    try {
      await Promise.race([starting, death.promise]) // to join may take as long as another's batch
      return await death.promise
    } catch (error) {
      return ending.signal.aborted ? null : error
    } finally {
      ending.signal.removeEventListener('abort', stopped)
      const isJoining = watch.end()
      membership.end()
      life = null
      await membership.idle()
      if (ending.signal.aborted && isJoining) void leaveOnceJoined(starting, opened)
      else await letGo(parting(opened), log)
    }
  }

  /** Stopped while joining, kafkajs joins all the same; were it cut off in the middle, the group would wait for the dead member. */
  async function leaveOnceJoined(starting: Promise<void>, opened: Opened<Consumer>): Promise<void> {
    const patienceMs = REBALANCE_TIMEOUT_MS + 10_000
    await Promise.race([starting.catch(() => {}), delay(patienceMs, undefined, { ref: false })])
    await letGo(parting(opened), log, patienceMs)
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

function parting({ part, cut }: Opened<Consumer>): Opened<Promise<Consumer>> {
  return { part: Promise.resolve(part), cut }
}

/** Would a new client help? A fault that is neither Kafka's nor the client's is one of ours, and ends it. */
function mayLiveAgain(error: unknown): boolean {
  if (error instanceof ClientSilent) return true
  const { type, name } = faultOf(error)
  const isHopeless = (type !== null && HOPELESS.has(type)) || HOPELESS_CLASSES.has(name)
  return isClientFault(error) && !isHopeless && !(error instanceof ClientChanged)
}
