import { openCatalogues } from '@ioc/catalogues'
import { openClickHouse } from '@ioc/clickhouse'
import { openClock } from '@ioc/clock'
import { clickhouseConfig, exitFor, kafkaConfig, PORT_OFFSETS, readConfig, settings } from '@ioc/config'
import { openEditions } from '@ioc/editions'
import { openHttp, runUntilSignal, withConfig } from '@ioc/health'
import { openKafka } from '@ioc/kafka'
import { createLog } from '@ioc/log'
import { isLasting, pipeline } from '@ioc/pipeline'
import { readRecord } from '@ioc/reader'
import { contractById, contracts, DEAD_LETTER_TOPIC } from '@ioc/schemas'
import { openDeadLetterSealer } from '@ioc/sealing'
import { openMetrics } from './metrics.ts'

const service = 'aggregator'
const { NATIONAL_IOC_URL: _, SNAPSHOT_CRON: __, ...mine } = settings

// Folds every event topic into the ledger and the business tables.
await withConfig(
  () => readConfig(process.env, mine),
  async (config) => {
    const dataDir = config.IOC_DATA_DIR
    const log = createLog(service, config.IOC_LOG_LEVEL)
    const clock = openClock(dataDir, config.IOC_BUSINESS_CLOCK, Date.now)
    const shipped = openCatalogues()
    const sealer = openDeadLetterSealer(dataDir)
    const kafka = openKafka(kafkaConfig(config, service), log)
    const clickhouse = openClickHouse(clickhouseConfig(config), log)
    const editions = openEditions({ kafka, shipped: () => shipped, now: Date.now, log })
    const http = await openHttp({
      service,
      host: config.IOC_HOST,
      port: config.IOC_PORT_BASE + PORT_OFFSETS[service],
      log,
      ready: async () => {
        const [kafkaAnswers, clickhouseAnswers] = await Promise.all([kafka.ping(), clickhouse.ping()])
        const repeated = aggregate.troubles()
        const ready = kafkaAnswers && clickhouseAnswers && !repeated.some(isLasting)
        return { ready, kafka: kafkaAnswers, clickhouse: clickhouseAnswers, repeated }
      },
    })
    const metrics = openMetrics(http.registry, () => aggregate.lag())

    const aggregate = pipeline({
      kafka,
      clickhouse,
      topics: contracts.map((c) => c.id),
      group: service,
      deadLetterTopic: DEAD_LETTER_TOPIC,
      read: (record) =>
        readRecord(record, {
          contracts: contractById,
          // As it was when the broker took it: a replay judges alike, whatever was loaded since.
          catalogues: editions.at(record.appendedAtMs),
          atArrival: clock.atArrival,
          isSealed: sealer.opens,
        }),
      sealer,
      catalogueVersion: (appendedAtMs) => editions.at(appendedAtMs).version,
      knowUpTo: editions.upTo,
      onBlock: metrics.block,
      bytesPerPartition: config.AGGREGATOR_BLOCK_BYTES,
      onTrouble: (trouble) => {
        metrics.trouble(trouble)
        if (trouble.kind === 'refused')
          log.error(trouble, 'refused; it is repeated, but without a change it may never be taken')
        else log.warn(trouble, 'not acknowledged; it is repeated until it is')
      },
    })

    await runUntilSignal({
      service,
      dataDir,
      log,
      parts: [
        { name: 'clickhouse', stop: () => clickhouse.close() },
        { name: 'kafka', stop: () => kafka.close() },
        { name: 'http', start: () => http.listen(), stop: () => http.close() },
        { name: 'pipeline', ...aggregate },
      ],
    })
  },
  exitFor,
)
