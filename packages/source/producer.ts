import { openCatalogues } from '@ioc/catalogues'
import { openClock } from '@ioc/clock'
import { kafkaConfig, PORT_OFFSETS, readConfig, settings } from '@ioc/config'
import { followEditions, openEditions } from '@ioc/editions'
import { openHttp, type Part, runUntilSignal } from '@ioc/health'
import { openKafka } from '@ioc/kafka'
import { createLog } from '@ioc/log'
import type { PushProducer } from '@ioc/push-keys'
import type { Contract } from '@ioc/schemas'
import { openDeadLetterSealer } from '@ioc/sealing'
import type { FastifyInstance } from 'fastify'
import { openBreaker } from './breaker.ts'
import { openCallerHash } from './caller-hash.ts'
import { openControlLog } from './control-log.ts'
import { openDelivery } from './delivery.ts'
import type { Edge } from './edge.ts'
import { openGate } from './gate.ts'
import type { Intake } from './intake.ts'
import { openMetrics } from './metrics.ts'
import { servePush } from './push.ts'
import { openPushCounts, type PushCounts } from './push-counts.ts'
import { openPushKeys, type PushKeys } from './push-key.ts'
import { serveProgress } from './push-progress.ts'
import { type ReadSourceOptions, readSource, type SourceStatus } from './read-source.ts'
import type { Source, SourceContext } from './source.ts'
import { openTurnedAway } from './turned-away.ts'

/** The settings every producer takes. */
export const readProducerConfig = (environment: Record<string, string | undefined>) =>
  readConfig(environment, {
    KAFKA_BROKERS: settings.KAFKA_BROKERS,
    KAFKA_TLS_CA: settings.KAFKA_TLS_CA,
    KAFKA_SASL_MECHANISM: settings.KAFKA_SASL_MECHANISM,
    KAFKA_SASL_USERNAME: settings.KAFKA_SASL_USERNAME,
    KAFKA_SASL_PASSWORD: settings.KAFKA_SASL_PASSWORD,
    IOC_DATA_DIR: settings.IOC_DATA_DIR,
    IOC_HOST: settings.IOC_HOST,
    IOC_PORT_BASE: settings.IOC_PORT_BASE,
    IOC_BUSINESS_CLOCK: settings.IOC_BUSINESS_CLOCK,
    BREAKER_REJECT_SHARE: settings.BREAKER_REJECT_SHARE,
    BREAKER_IN_A_ROW: settings.BREAKER_IN_A_ROW,
    BREAKER_PROBE_SECONDS: settings.BREAKER_PROBE_SECONDS,
    IOC_LOG_LEVEL: settings.IOC_LOG_LEVEL,
  })
export type ProducerConfig = ReturnType<typeof readProducerConfig>

/** What sources that come and go while a producer runs are given. */
export type ResidentsDoors = Omit<ReadSourceOptions, 'source' | 'checkpointName' | 'onSent'> & {
  /** Counts what a source sent, for the metrics. */
  count(source: string): (accepted: number, rejected: number) => void
}
export type Residents = { start(): Promise<void>; stop(): Promise<void>; status(): SourceStatus[] }

/** What a door for pushing in another habit is given. */
export type HabitDoors = { intake: Intake; keys: Pick<PushKeys, 'find'>; context: SourceContext }

export type Producer = {
  service: PushProducer
  contract: Contract
  /** Names that have a push key from the first start on, one file each; `npm run keys -- new` adds others without a restart. */
  pushSources: readonly string[]
  sources: readonly Source[]
  /** Further doors for those who push in a habit of their own. */
  habits?(app: FastifyInstance, doors: HabitDoors): void
  /** Sources read from other systems, turned on and off by files of the place. */
  residents?(doors: ResidentsDoors): Residents
}

/** The doors; what they still took while they closed is counted too. */
export const servingPart = (
  http: Pick<Awaited<ReturnType<typeof openHttp>>, 'listen' | 'close'>,
  counts: Pick<PushCounts, 'save'>,
): Part => ({
  name: 'http',
  start: async () => void (await http.listen()),
  stop: async () => {
    try {
      await http.close()
    } finally {
      counts.save()
    }
  },
})

/** Runs a producer: its sources, its push API, its health. Returns only by ending the process. */
export const runProducer = async (producer: Producer, config: ProducerConfig): Promise<never> => {
  const { service, contract } = producer
  const dataDir = config.IOC_DATA_DIR
  const log = createLog(service, config.IOC_LOG_LEVEL)
  const clock = openClock(dataDir, config.IOC_BUSINESS_CLOCK, Date.now)
  const shipped = openCatalogues()
  const kafka = openKafka(kafkaConfig(config, service), log)
  const editions = openEditions({ kafka, shipped: () => shipped, now: Date.now, log })
  const following = followEditions(editions, log)
  const edge: Edge = {
    contract,
    // Asked for each event: what is loaded while we run judges the next one.
    get catalogues() {
      return editions.current()
    },
    sealer: openDeadLetterSealer(dataDir),
    businessNow: clock.now,
  }
  const keys = openPushKeys(
    dataDir,
    { producer: service, firstSources: producer.pushSources },
    { log, now: Date.now },
  )
  const stopping = new AbortController()
  const context = { clock, signal: stopping.signal, ...openCallerHash(dataDir) }

  const breaker = openBreaker({
    contract: contract.id,
    sources: [...producer.pushSources, ...producer.sources.map((source) => source.name)],
    limits: {
      rejectShare: config.BREAKER_REJECT_SHARE,
      inARow: config.BREAKER_IN_A_ROW,
      probeSeconds: config.BREAKER_PROBE_SECONDS,
    },
    now: Date.now,
    decide: (decided) => {
      log.warn({ control: decided }, `${decided.source} is ${decided.state}: ${decided.why}`)
      control.publish(decided)
    },
  })
  const control = openControlLog({
    kafka,
    log,
    onControl: breaker.apply,
    // Nobody flows before the holds are known, nor by catalogues that may have been replaced.
    onCaughtUp: () => void following.known.then(breaker.caughtUp),
  })

  const http = await openHttp({
    service,
    host: config.IOC_HOST,
    port: config.IOC_PORT_BASE + PORT_OFFSETS[service],
    log,
    ready: async () => {
      const answers = await kafka.ping()
      return { ready: answers && breaker.ready(), kafka: answers, holdsKnown: breaker.ready() }
    },
  })
  const count = openMetrics(http.registry, contract.id, breaker)
  const readers = producer.sources.map((source) =>
    readSource({
      producer: service,
      source,
      dataDir,
      kafka,
      edge,
      context,
      breaker,
      log,
      onSent: count(source.name),
    }),
  )
  const residents = producer.residents?.({
    ...{ producer: service, dataDir, kafka, edge, context, breaker, log, count },
  })
  const counts = openPushCounts(dataDir, service, log)
  const delivery = openDelivery(kafka, stopping.signal)
  const turnedAway = openTurnedAway(http.registry, { log, now: Date.now })
  const intake = servePush(http.app, {
    ...{ counts, delivery, turnedAway },
    kafka,
    edge,
    keys,
    tree: () => editions.current(),
    breaker,
    stopping: stopping.signal,
    onSent: count('push'),
  })
  serveProgress(http.app, {
    ...{ contract, keys, counts, delivery, businessNow: clock.now },
    catalogues: () => editions.current(),
    held: openGate(breaker).held,
    isRead: (name) =>
      [...producer.sources, ...(residents?.status() ?? [])].some((each) => each.name === name),
  })
  producer.habits?.(http.app, { intake, keys, context })
  http.app.get('/v1/sources', async () => ({
    sources: [...readers.map((reader) => reader.status()), ...(residents?.status() ?? [])],
    push: keys.sources().map((name) => ({
      name,
      contract: contract.id,
      ...counts.of(name),
      // Asking for its hold makes a source known to the breaker, which then counts it.
      state: breaker.hold(name) ? 'held' : 'open',
      turnedAway: turnedAway.of(name),
      window: breaker.sources().find(({ source }) => source === name)?.counts ?? null,
    })),
  }))

  const finished = Promise.withResolvers<void>()
  let running: Promise<unknown> = Promise.resolve()
  const reading: Part = {
    name: 'sources',
    start: async () => {
      running = Promise.all(readers.map((reader) => reader.run())).catch(finished.reject)
      await residents?.start()
    },
    stop: async () => {
      stopping.abort()
      await residents?.stop()
      await running
    },
    finished: finished.promise,
  }
  return runUntilSignal({
    service,
    dataDir,
    log,
    parts: [
      { name: 'kafka', stop: () => kafka.close() },
      { name: 'catalogues', start: following.start, stop: following.stop },
      { name: 'holds', ...control },
      servingPart(http, counts),
      reading,
    ],
  })
}
