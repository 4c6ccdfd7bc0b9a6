import { openCatalogues } from '@ioc/catalogues'
import { openClickHouse } from '@ioc/clickhouse'
import { openClock } from '@ioc/clock'
import { clickhouseConfig, exitFor, kafkaConfig, readConfig, settings, withEnginePorts } from '@ioc/config'
import { openEditions } from '@ioc/editions'
import { withConfig } from '@ioc/health'
import { openKafka } from '@ioc/kafka'
import { createLog } from '@ioc/log'
import { readCommand } from './command.ts'
import { readSealer } from './key.ts'
import { runCommand } from './run-command.ts'

const { NATIONAL_IOC_URL: _, SNAPSHOT_CRON: __, IOC_HOST: ___, IOC_PORT_BASE: ____, ...mine } = settings

const command = readCommand(process.argv.slice(2))

await withConfig(
  () => readConfig(withEnginePorts(process.env), mine),
  async (config) => {
    // Only what fails is logged: people's text is on stderr too.
    const log = createLog('dead-letters', process.env.IOC_LOG_LEVEL ?? 'error')
    const dataDir = config.IOC_DATA_DIR
    const clock = openClock(dataDir, config.IOC_BUSINESS_CLOCK, Date.now)
    const kafka = openKafka(kafkaConfig(config, 'dead-letters'), log)
    const clickhouse = openClickHouse(clickhouseConfig(config), log)
    const editions = openEditions({ kafka, shipped: openCatalogues, now: Date.now })
    // What is only looked at needs no Kafka.
    if (command.name === 'replay') await editions.refresh()
    process.exitCode = await runCommand(command, {
      kafka,
      clickhouse,
      catalogues: editions.current,
      sealer: () => readSealer(dataDir),
      businessNow: clock.now,
      now: Date.now,
    })
    await Promise.all([kafka.close(), clickhouse.close()])
  },
  exitFor,
)
// What the clients leave behind must not keep a finished command from ending.
process.exit()
