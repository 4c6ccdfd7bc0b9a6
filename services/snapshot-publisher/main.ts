import { randomUUID } from 'node:crypto'
import { openCatalogues } from '@ioc/catalogues'
import { openClickHouse } from '@ioc/clickhouse'
import { openClock } from '@ioc/clock'
import {
  clickhouseConfig,
  exitFor,
  kafkaConfig,
  nationalIocConfig,
  nationalIocSettings,
  PORT_OFFSETS,
  readConfig,
  settings,
} from '@ioc/config'
import { followEditions, openEditions } from '@ioc/editions'
import { openHttp, runUntilSignal, withConfig } from '@ioc/health'
import { groups, openRules } from '@ioc/indicators'
import { openKafka } from '@ioc/kafka'
import { createLog } from '@ioc/log'
import { assertMayListen, openAudit, openOperators } from '@ioc/operators'
import { dayOf } from '@ioc/schemas/events/instant.ts'
import { openSigningKey, publicJwks } from '@ioc/snapshot'
import { openExamined } from './examined.ts'
import { withHorizon } from './horizon.ts'
import { openMetrics } from './metrics.ts'
import { openPublisher } from './publisher.ts'
import { openReceiver } from './receivers/index.ts'
import { refusalOf, serveSnapshots } from './routes.ts'
import { scheduleBeganAt } from './schedule-began.ts'
import { wakeUp } from './wake-up.ts'

const service = 'snapshot-publisher'

// Publishes the day's numbers: cut, compute, sign, deliver.
await withConfig(
  () => {
    const config = readConfig(process.env, { ...settings, ...nationalIocSettings })
    return { ...config, nationalIoc: nationalIocConfig(config) }
  },
  async (config) => {
    const dataDir = config.IOC_DATA_DIR
    const log = createLog(service, config.IOC_LOG_LEVEL)
    assertMayListen(config.IOC_HOST, dataDir)
    const clock = openClock(dataDir, config.IOC_BUSINESS_CLOCK, Date.now)
    const shipped = openCatalogues()
    const kafka = openKafka(kafkaConfig(config, service), log)
    const clickhouse = openClickHouse(clickhouseConfig(config), log)
    const editions = openEditions({ kafka, shipped: () => shipped, now: Date.now, log })
    const following = followEditions(editions, log)
    const stopping = new AbortController()
    const receiver = openReceiver(config.nationalIoc, Date.now, (faults) =>
      log.error({ faults }, 'the certificates for the national IOC cannot be used; the last good ones are'),
    )
    const http = await openHttp({
      service,
      host: config.IOC_HOST,
      port: config.IOC_PORT_BASE + PORT_OFFSETS[service],
      log,
      ready: async () => (await kafka.ping()) && (await clickhouse.ping()),
    })
    const metrics = openMetrics(http.registry, () => publisher.standings(), Date.now)
    const publisher = openPublisher({
      kafka,
      clickhouse,
      rules: openRules(editions),
      knowUpTo: editions.upTo,
      groups: withHorizon(groups, config.SNAPSHOT_HORIZON_DAYS),
      clock,
      scheduleBeganAt: scheduleBeganAt(dataDir, Date.now()),
      key: (mayMake) => openSigningKey(dataDir, service, { mayMake }),
      isRevoked: (kid) =>
        publicJwks(dataDir, service).keys.some((key) => key.kid === kid && key.revoked === true),
      receiver,
      onAttempt: metrics.attempt,
      cron: config.SNAPSHOT_CRON,
      withheldUpTo: config.SNAPSHOT_WITHHELD_MAX,
      lateLookMs: config.SNAPSHOT_LATE_SECONDS * 1000,
      examined: openExamined(dataDir, (error) =>
        log.warn(
          { err: error },
          'what was looked at for late events cannot be kept; a restart looks at it again',
        ),
      ),
      log,
      signal: stopping.signal,
    })
    const audit = openAudit({ clickhouse, service, now: Date.now, newId: randomUUID, log, refusalOf })
    serveSnapshots(http.app, publisher, { operators: openOperators(dataDir), audit }, () =>
      dayOf(clock.now()),
    )

    await runUntilSignal({
      service,
      dataDir,
      log,
      parts: [
        { name: 'clickhouse', stop: () => clickhouse.close() },
        { name: 'kafka', stop: () => kafka.close() },
        { name: 'receiver', stop: async () => receiver.close() },
        { name: 'catalogues', start: following.start, stop: following.stop },
        {
          name: 'publisher',
          start: async () => {
            await editions.refresh()
            await publisher.load()
          },
          stop: () => publisher.idle(),
        },
        { name: 'http', start: () => http.listen(), stop: () => http.close() },
        wakeUp(publisher, log),
        { name: 'signal', stop: async () => stopping.abort() },
      ],
    })
  },
  exitFor,
)
