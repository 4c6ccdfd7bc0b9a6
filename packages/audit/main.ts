import { userInfo } from 'node:os'
import { openCatalogues } from '@ioc/catalogues'
import { ClickHouseError, openClickHouse } from '@ioc/clickhouse'
import { openClock } from '@ioc/clock'
import {
  ConfigFaults,
  clickhouseConfig,
  exitFor,
  exitForWords,
  kafkaConfig,
  readConfig,
  settings,
  withEnginePorts,
} from '@ioc/config'
import { openEditions } from '@ioc/editions'
import { openKafka } from '@ioc/kafka'
import { contractById } from '@ioc/schemas'
import { openDeadLetterSealer } from '@ioc/sealing'
import { acceptLoss } from './accept-loss.ts'
import { audit } from './audit.ts'
import { mend } from './mend.ts'
import { auditTable, mendTable } from './print.ts'
import { refold } from './refold.ts'
import { AuditRefusal } from './refusal.ts'
import { HELP, readWords } from './words.ts'

/** A slice of a large table on a busy machine may take its time. */
const ANSWER_MS_MAX = 600_000
const say = (line: string) => process.stderr.write(`${line}\n`)

try {
  const words = readWords(process.argv.slice(2))
  if (words.command === 'help') {
    process.stdout.write(HELP)
    process.exit(0)
  }
  const config = readConfig(withEnginePorts(process.env), settings)
  const clickhouse = openClickHouse({ ...clickhouseConfig(config), requestTimeoutMs: ANSWER_MS_MAX })
  const kafka = openKafka(kafkaConfig(config, 'audit'))
  const answers = await kafka.ping()
  if (!answers) say(`Kafka (${config.KAFKA_BROKERS.join(',')}) does not answer; the audit goes on without it`)
  const catalogues = openEditions({ kafka, shipped: openCatalogues, now: Date.now })
  // Opened only where records are folded: an audit needs neither keys nor clock, and makes none.
  const folding = () => ({
    reading: {
      contracts: contractById,
      catalogues,
      atArrival: openClock(config.IOC_DATA_DIR, config.IOC_BUSINESS_CLOCK, Date.now).atArrival,
      isSealed: openDeadLetterSealer(config.IOC_DATA_DIR).opens,
    },
    sealer: openDeadLetterSealer(config.IOC_DATA_DIR),
  })
  const tell = (people: string, machine: unknown) =>
    process.stdout.write(words.json ? `${JSON.stringify(machine)}\n` : `${people}\n`)
  const needKafka = () => {
    if (!answers)
      throw new AuditRefusal(`Kafka (${config.KAFKA_BROKERS.join(',')}) does not answer, and this needs it`)
  }

  // An audit counts; only what folds or writes rows must know by which catalogues.
  if (answers && words.command !== 'audit') await catalogues.refresh()
  switch (words.command) {
    case 'audit': {
      const report = await audit({ clickhouse, kafka: answers ? kafka : null, say, deep: words.deep })
      tell(auditTable(report), report)
      process.exitCode = report.clean ? 0 : 1
      break
    }
    case 'mend': {
      const doors = { clickhouse, kafka: answers ? kafka : null, say, ...folding() }
      const mended = await mend(doors, words.dryRun)
      tell(mendTable(mended, words.dryRun), { dryRun: words.dryRun, ...mended })
      process.exitCode = mended.after.clean ? 0 : 1
      break
    }
    case 'refold': {
      needKafka()
      const { topic, partition, from, to } = words
      await refold({ clickhouse, kafka, ...folding() }, { topic, partition, from, to })
      tell(`${topic}/${partition}: offsets ${from} to ${to} folded again`, { topic, partition, from, to })
      break
    }
    case 'accept-loss': {
      needKafka()
      const { topic, partition, upTo, why } = words
      const actor = userInfo().username
      const catalogueVersion = catalogues.current().version
      const lost = await acceptLoss(clickhouse, kafka, {
        topic,
        partition,
        upTo,
        why,
        actor,
        catalogueVersion,
      })
      const ranges = lost.map((range) => `${range.from} to ${range.to}`).join(', ')
      tell(
        lost.length === 0
          ? `${topic}/${partition}: nothing is missing up to ${upTo}`
          : `${topic}/${partition}: offsets ${ranges} are recorded as lost; the aggregator can go on`,
        { topic, partition, lost },
      )
    }
  }
} catch (error) {
  exitForWords(error, HELP)
  if (error instanceof ConfigFaults) exitFor(error)
  if (error instanceof ClickHouseError && error.kind === 'unreachable')
    say('ClickHouse does not answer: is npm start running, or CLICKHOUSE_URL right?')
  else if (error instanceof AuditRefusal || error instanceof ClickHouseError) say(error.message)
  else exitFor(error)
  process.exitCode = 1
}
// What the engines' clients leave behind must not keep a finished command from ending.
process.exit()
