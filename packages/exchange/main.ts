import { resolve } from 'node:path'
import { openCatalogues } from '@ioc/catalogues'
import { openClickHouse } from '@ioc/clickhouse'
import {
  clickhouseConfig,
  exitFor,
  kafkaConfig,
  PORT_OFFSETS,
  readConfig,
  settings,
  withEnginePorts,
} from '@ioc/config'
import { openEditions } from '@ioc/editions'
import { openRules } from '@ioc/indicators'
import { openKafka } from '@ioc/kafka'
import { reachable } from './address.ts'
import { runCommand } from './command/run.ts'
import { readOperatorKey } from './operator-key.ts'
import { openPublisher } from './publisher.ts'

try {
  const config = readConfig(withEnginePorts(process.env), {
    IOC_DATA_DIR: settings.IOC_DATA_DIR,
    IOC_HOST: settings.IOC_HOST,
    IOC_PORT_BASE: settings.IOC_PORT_BASE,
    CLICKHOUSE_URL: settings.CLICKHOUSE_URL,
    CLICKHOUSE_USER: settings.CLICKHOUSE_USER,
    CLICKHOUSE_PASSWORD: settings.CLICKHOUSE_PASSWORD,
    CLICKHOUSE_TLS_CA: settings.CLICKHOUSE_TLS_CA,
    KAFKA_BROKERS: settings.KAFKA_BROKERS,
    KAFKA_TLS_CA: settings.KAFKA_TLS_CA,
    KAFKA_SASL_MECHANISM: settings.KAFKA_SASL_MECHANISM,
    KAFKA_SASL_USERNAME: settings.KAFKA_SASL_USERNAME,
    KAFKA_SASL_PASSWORD: settings.KAFKA_SASL_PASSWORD,
  })
  const port = config.IOC_PORT_BASE + PORT_OFFSETS['snapshot-publisher']
  const operatorKey = () => readOperatorKey(resolve(config.IOC_DATA_DIR))
  const clickhouse = openClickHouse(clickhouseConfig(config))
  const kafka = openKafka(kafkaConfig(config, 'snapshots'))
  const say = (line: string) => process.stderr.write(`${line}\n`)
  const told = await runCommand(process.argv.slice(2), {
    clickhouse,
    rules: async () => {
      const editions = openEditions({ kafka, shipped: openCatalogues, now: Date.now })
      if (await kafka.ping()) await editions.refresh()
      else say('Kafka does not answer: only the catalogues this software is shipped with are known')
      return openRules(editions)
    },
    publisher: openPublisher({ url: `http://${reachable(config.IOC_HOST)}:${port}`, key: operatorKey }),
    operatorKey,
    say,
  })
  await Promise.all([clickhouse.close(), kafka.close()])
  process.stderr.write(told.stderr)
  process.stdout.write(told.stdout)
  process.exitCode = told.code
} catch (error) {
  exitFor(error)
}
