import { resolve } from 'node:path'
import { openCatalogues } from '@ioc/catalogues'
import { openClickHouse } from '@ioc/clickhouse'
import { clickhouseConfig, exitFor, PORT_OFFSETS, readConfig, settings, withEnginePorts } from '@ioc/config'
import { openIndicators } from '@ioc/indicators'
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
  })
  const port = config.IOC_PORT_BASE + PORT_OFFSETS['snapshot-publisher']
  const operatorKey = () => readOperatorKey(resolve(config.IOC_DATA_DIR))
  const clickhouse = openClickHouse(clickhouseConfig(config))
  const catalogues = openCatalogues()
  const told = await runCommand(process.argv.slice(2), {
    clickhouse,
    catalogues,
    indicators: openIndicators(catalogues),
    publisher: openPublisher({ url: `http://${reachable(config.IOC_HOST)}:${port}`, key: operatorKey }),
    operatorKey,
    say: (line) => process.stderr.write(`${line}\n`),
  })
  await clickhouse.close()
  process.stderr.write(told.stderr)
  process.stdout.write(told.stdout)
  process.exitCode = told.code
} catch (error) {
  exitFor(error)
}
