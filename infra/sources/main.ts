import { openClickHouse } from '@ioc/clickhouse'
import { openClock } from '@ioc/clock'
import {
  clickhouseConfig,
  exitFor,
  exitForWords,
  kafkaConfig,
  readConfig,
  settings,
  withEnginePorts,
} from '@ioc/config'
import { cataloguesByNow } from '@ioc/editions'
import { openKafka } from '@ioc/kafka'
import { runCheck } from './check.ts'
import { runControl } from './control.ts'
import { runPlace } from './place.ts'
import { findRegistered, readRegistry } from './registry.ts'
import { HELP, readWords } from './words.ts'

const KAFKA_MS_MAX = 30_000
const say = (line: string) => process.stderr.write(`${line}\n`)

try {
  const words = readWords(process.argv.slice(2))
  const { NATIONAL_IOC_URL: _, SNAPSHOT_CRON: __, ...mine } = settings
  const config = readConfig(withEnginePorts(process.env), mine)
  const { command, name, values } = words
  if (command === 'list' || command === 'show' || command === 'hold' || command === 'release') {
    const kafka = openKafka(kafkaConfig(config, 'source'))
    setTimeout(() => {
      say(
        `Kafka (${config.KAFKA_BROKERS.join(', ')}) does not answer within ${KAFKA_MS_MAX / 1000} s: is it running, and KAFKA_BROKERS right? Nothing is promised of what was asked.`,
      )
      process.exit(1)
    }, KAFKA_MS_MAX)
    if (!(await kafka.ping())) {
      say(
        `Kafka does not answer on ${config.KAFKA_BROKERS.join(', ')}: is it running, and KAFKA_BROKERS right?`,
      )
      process.exit(1)
    }
    process.exit(
      await runControl(words, kafka, await readRegistry(), {
        ...{ host: config.IOC_HOST, portBase: config.IOC_PORT_BASE, dataDir: config.IOC_DATA_DIR },
      }),
    )
  }

  const found = findRegistered(await readRegistry(), name, values.producer)
  if ('problem' in found) {
    say(found.problem)
    process.exit(1)
  }
  if (command === 'check') {
    const clock = openClock(config.IOC_DATA_DIR, config.IOC_BUSINESS_CLOCK, Date.now)
    const kafka = openKafka(kafkaConfig(config, 'source'))
    process.exit(
      await runCheck(words, found, {
        ...{ catalogues: await cataloguesByNow(kafka, say), clock, dataDir: config.IOC_DATA_DIR },
        clickhouse: (database) => openClickHouse({ ...clickhouseConfig(config), database }),
      }),
    )
  }
  let catalogues: ReturnType<typeof cataloguesByNow> | undefined
  process.exit(
    await runPlace(words, found, {
      catalogues: async () => {
        catalogues ??= cataloguesByNow(openKafka(kafkaConfig(config, 'source')), say)
        return catalogues
      },
      dataDir: config.IOC_DATA_DIR,
      host: config.IOC_HOST,
      portBase: config.IOC_PORT_BASE,
    }),
  )
} catch (error) {
  exitForWords(error, HELP)
  exitFor(error)
}
