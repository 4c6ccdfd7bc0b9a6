import { randomUUID } from 'node:crypto'
import { openCatalogues } from '@ioc/catalogues'
import { openClickHouse } from '@ioc/clickhouse'
import { openClock } from '@ioc/clock'
import { exitFor, readConfig } from '@ioc/config'
import { clickhouseConfig, kafkaConfig, PORT_OFFSETS, settings } from '@ioc/config/settings.ts'
import { readSealer } from '@ioc/dead-letters'
import { followEditions, openEditions } from '@ioc/editions'
import { openPublisher } from '@ioc/exchange'
import { reachable } from '@ioc/exchange/address.ts'
import { openHttp, runUntilSignal, withConfig } from '@ioc/health'
import { compareFigures, openRules } from '@ioc/indicators'
import { openKafka } from '@ioc/kafka'
import { createLog } from '@ioc/log'
import { assertMayListen, openOperators } from '@ioc/operators'
import { publicJwks } from '@ioc/snapshot'
import { readProducers } from '@ioc/source/told-by-producers.ts'
import { openWebhook } from './alerts/webhook.ts'
import { openCentre } from './centre.ts'
import { openJudgedFile } from './dead-letters/returning.ts'

const service = 'operations-centre'
const { SNAPSHOT_CRON: _cron, NATIONAL_IOC_URL: _national, ...needed } = settings

await withConfig(
  () => readConfig(process.env, needed),
  async (config) => {
    const log = createLog(service, config.IOC_LOG_LEVEL)
    const dataDir = config.IOC_DATA_DIR
    assertMayListen(config.IOC_HOST, dataDir)
    const clock = openClock(dataDir, config.IOC_BUSINESS_CLOCK, Date.now)
    const kafka = openKafka(kafkaConfig(config, service), log)
    const clickhouse = openClickHouse(clickhouseConfig(config), log)
    const shipped = openCatalogues()
    const editions = openEditions({ kafka, shipped: () => shipped, now: Date.now, log })
    const following = followEditions(editions, log)
    const rules = openRules(editions)

    const http = await openHttp({
      service,
      host: config.IOC_HOST,
      port: config.IOC_PORT_BASE + PORT_OFFSETS[service],
      log,
      ready: async () => {
        const [kafkaAnswers, clickhouseAnswers] = await Promise.all([kafka.ping(), clickhouse.ping()])
        return {
          ready: kafkaAnswers && clickhouseAnswers,
          kafka: kafkaAnswers,
          clickhouse: clickhouseAnswers,
        }
      },
    })
    const parts = await openCentre(http.app, {
      kafka,
      clickhouse,
      clock,
      now: Date.now,
      log,
      producers: () => readProducers({ host: config.IOC_HOST, portBase: config.IOC_PORT_BASE }),
      compareFigures: (door) => {
        const { indicators, catalogues } = rules.current()
        return compareFigures(door, indicators, catalogues)
      },
      rules,
      unitNames: (code, epochMs) => editions.current().unitAt(code, epochMs)?.name,
      publicKeys: () => publicJwks(dataDir, 'snapshot-publisher'),
      deadLetters: { sealer: () => readSealer(dataDir), catalogues: editions.current },
      returning: { catalogues: editions, known: following.known, judged: openJudgedFile(dataDir) },
      operators: openOperators(dataDir),
      newId: randomUUID,
      alerts: {
        lookSeconds: config.ALERTS_LOOK_SECONDS,
        webhook: openWebhook(dataDir, config.ALERTS_WEBHOOK_URL),
        random: Math.random,
      },
      publisherAs: (token) =>
        openPublisher({
          url: `http://${reachable(config.IOC_HOST)}:${config.IOC_PORT_BASE + PORT_OFFSETS['snapshot-publisher']}`,
          key: () => token,
        }),
    })
    await runUntilSignal({
      service,
      dataDir,
      log,
      parts: [
        { name: 'clickhouse', stop: () => clickhouse.close() },
        { name: 'kafka', stop: () => kafka.close() },
        { name: 'catalogues', start: following.start, stop: following.stop },
        ...parts,
        { name: 'http', start: http.listen, stop: http.close },
      ],
    })
  },
  exitFor,
)
