import { ClickHouseError, openClickHouse } from '@ioc/clickhouse'
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
import { CannotRead } from '@ioc/connectors'
import { backfill } from '@ioc/connectors/backfill/run.ts'
import { waitForLedger } from '@ioc/dead-letters/ledger-wait.ts'
import { cataloguesByNow } from '@ioc/editions'
import { openKafka } from '@ioc/kafka'
import { openDeadLetterSealer } from '@ioc/sealing'
import { openCallerHash } from '@ioc/source/caller-hash.ts'
import { openProgress } from './progress.ts'
import { openAgain } from './reading.ts'
import { HELP, readWords } from './words.ts'

const EX_TEMPFAIL = 75
/** How long the aggregator may take to fold what was sent before this command ends without having seen it. */
const FOLD_MS_MAX = 120_000
const say = (line: string) => process.stderr.write(`${line}\n`)

try {
  const words = readWords(process.argv.slice(2))
  const { NATIONAL_IOC_URL: _, SNAPSHOT_CRON: __, ...mine } = settings
  const config = readConfig(withEnginePorts(process.env), mine)
  const dataDir = config.IOC_DATA_DIR
  const stopping = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort())
  const clock = openClock(dataDir, config.IOC_BUSINESS_CLOCK, Date.now)
  const context = { clock, signal: stopping.signal, ...openCallerHash(dataDir) }
  const again = await openAgain(words.source, words.producer, words.days, dataDir, context)
  if ('problem' in again) {
    say(again.problem)
    process.exit(1)
  }
  const kafka = openKafka(kafkaConfig(config, 'backfill'))
  const clickhouse = openClickHouse(clickhouseConfig(config))
  if (!(await kafka.ping())) {
    say(
      `Kafka does not answer on ${config.KAFKA_BROKERS.join(', ')}: is it running, and KAFKA_BROKERS right?`,
    )
    process.exit(1)
  }
  const catalogues = await cataloguesByNow(kafka, say)
  const progress = openProgress(words.dryRun, words.perSecond, say)
  try {
    const result = await backfill({
      ...{ producer: again.producer, source: words.source, contract: again.contract, days: words.days },
      reading: again.reading,
      ...{ dryRun: words.dryRun, perSecond: words.perSecond, dataDir, kafka, clickhouse, context },
      edge: {
        contract: again.contract,
        catalogues,
        sealer: openDeadLetterSealer(dataDir),
        businessNow: clock.now,
      },
      read: again.read,
      onProgress: progress.tell,
    })
    const sent = result.new + result.newer + result.older + result.rejected
    let folded: boolean | null = null
    if (!words.dryRun && sent > 0 && result.finished) {
      say('sent; the aggregator is folding it …')
      const ends = await kafka.admin.offsets(again.contract.id)
      const late = AbortSignal.any([AbortSignal.timeout(FOLD_MS_MAX), stopping.signal])
      folded = await waitForLedger(clickhouse, again.contract.id, ends, late)
    }
    progress.end(words.source, result, folded)
    if (words.json)
      process.stdout.write(
        `${JSON.stringify({ source: words.source, ...words.days, dryRun: words.dryRun, ...result, folded })}\n`,
      )
    process.exit(result.finished ? 0 : EX_TEMPFAIL)
  } catch (error) {
    if (error instanceof CannotRead)
      say(`${words.source} cannot be read: ${error.message}; run it again later, it goes on where it was`)
    else if (error instanceof ClickHouseError)
      say(
        `ClickHouse does not answer (${config.CLICKHOUSE_URL}): ${error.message}; run it again later, it goes on where it was`,
      )
    else throw error
    process.exit(1)
  }
} catch (error) {
  exitForWords(error, HELP)
  exitFor(error)
}
