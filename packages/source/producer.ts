import { openCatalogues } from '@ioc/catalogues'
import { openClock } from '@ioc/clock'
import { kafkaConfig, PORT_OFFSETS, readConfig, settings } from '@ioc/config'
import { openHttp, type Part, runUntilSignal } from '@ioc/health'
import { openKafka } from '@ioc/kafka'
import { createLog } from '@ioc/log'
import type { Contract } from '@ioc/schemas'
import { openDeadLetterSealer } from '@ioc/sealing'
import { Counter } from 'prom-client'
import { openCallerHash } from './caller-hash.ts'
import type { Edge } from './edge.ts'
import { servePush } from './push.ts'
import { openPushKeys } from './push-key.ts'
import { readSource } from './read-source.ts'
import type { Source } from './source.ts'

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
    IOC_LOG_LEVEL: settings.IOC_LOG_LEVEL,
  })
export type ProducerConfig = ReturnType<typeof readProducerConfig>

export type Producer = {
  service: 'dossier-producer' | 'hotline-producer' | 'survey-producer' | 'figure-producer'
  contract: Contract
  /** Names a push key may speak for, one key file each. */
  pushSources: readonly string[]
  sources: readonly Source[]
}

/** Runs a producer: its sources, its push API, its health. Returns only by ending the process. */
export const runProducer = async (producer: Producer, config: ProducerConfig): Promise<never> => {
  const { service, contract } = producer
  const dataDir = config.IOC_DATA_DIR
  const log = createLog(service, config.IOC_LOG_LEVEL)
  const clock = openClock(dataDir, config.IOC_BUSINESS_CLOCK, Date.now)
  const edge: Edge = {
    contract,
    catalogues: openCatalogues(),
    sealer: openDeadLetterSealer(dataDir),
    businessNow: clock.now,
  }
  const kafka = openKafka(kafkaConfig(config, service), log)
  const keys = openPushKeys(dataDir, producer.pushSources)
  const stopping = new AbortController()
  const context = { clock, signal: stopping.signal, callerHash: openCallerHash(dataDir) }

  const http = await openHttp({
    service,
    host: config.IOC_HOST,
    port: config.IOC_PORT_BASE + PORT_OFFSETS[service],
    log,
    ready: () => kafka.ping(),
  })
  const sent = new Counter({
    name: 'ioc_events_sent_total',
    help: 'Events acknowledged by Kafka, by how they came and what the edge said of them',
    labelNames: ['source', 'verdict'],
    registers: [http.registry],
  })
  const count = (source: string) => (accepted: number, rejected: number) => {
    sent.inc({ source, verdict: 'accepted' }, accepted)
    sent.inc({ source, verdict: 'rejected' }, rejected)
  }

  const readers = producer.sources.map((source) =>
    readSource({ producer: service, source, dataDir, kafka, edge, context, log, onSent: count(source.name) }),
  )
  servePush(http.app, { kafka, edge, keys, onSent: count('push') })
  http.app.get('/v1/sources', async () => ({ sources: readers.map((reader) => reader.status()) }))

  const finished = Promise.withResolvers<void>()
  let running: Promise<unknown> = Promise.resolve()
  const reading: Part = {
    name: 'sources',
    start: async () => {
      running = Promise.all(readers.map((reader) => reader.run())).catch(finished.reject)
    },
    stop: async () => {
      stopping.abort()
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
      { name: 'http', start: () => http.listen(), stop: () => http.close() },
      reading,
    ],
  })
}
