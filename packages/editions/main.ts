import { userInfo } from 'node:os'
import { FolderUnreadable, openCatalogues } from '@ioc/catalogues'
import { EX_CONFIG, exitFor, kafkaConfig, readConfig, settings, withEnginePorts } from '@ioc/config'
import { openKafka } from '@ioc/kafka'
import { openEditions } from './editions.ts'
import { runCommand } from './run.ts'
import { HELP, readWords, WrongWords } from './words.ts'

const EX_NOINPUT = 66
const say = (line: string) => process.stderr.write(`${line}\n`)

// `npm run catalogues`: sets of catalogues as a person handles them.
try {
  const words = readWords(process.argv.slice(2))
  if (words.name === 'help') {
    process.stdout.write(HELP)
    process.exit(0)
  }
  const config = readConfig(withEnginePorts(process.env), {
    KAFKA_BROKERS: settings.KAFKA_BROKERS,
    KAFKA_TLS_CA: settings.KAFKA_TLS_CA,
    KAFKA_SASL_MECHANISM: settings.KAFKA_SASL_MECHANISM,
    KAFKA_SASL_USERNAME: settings.KAFKA_SASL_USERNAME,
    KAFKA_SASL_PASSWORD: settings.KAFKA_SASL_PASSWORD,
    IOC_PORT_BASE: settings.IOC_PORT_BASE,
  })
  const kafka = openKafka(kafkaConfig(config, 'catalogues'))
  const told = await runCommand(words, {
    kafka,
    editions: openEditions({ kafka, shipped: openCatalogues, now: Date.now }),
    answers: () => kafka.ping(),
    now: Date.now,
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    user: () => userInfo().username,
    say,
  })
  if (words.json) process.stdout.write(`${JSON.stringify(told.json)}\n`)
  else (told.code === 0 ? process.stdout : process.stderr).write(`${told.text}\n`)
  process.exit(told.code)
} catch (error) {
  if (error instanceof WrongWords) {
    say(`${error.message}\n\n${HELP}`)
    process.exit(EX_CONFIG)
  }
  if (!(error instanceof FolderUnreadable)) exitFor(error)
  say((error as Error).message)
  process.exit(EX_NOINPUT)
}
