import { randomBytes, randomUUID } from 'node:crypto'
import { userInfo } from 'node:os'
import { openCatalogues } from '@ioc/catalogues'
import { openClickHouse } from '@ioc/clickhouse'
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
import { createLog } from '@ioc/log'
import { OperatorFault } from '@ioc/operators/tokens.ts'
import { PushKeyFault } from '@ioc/push-keys'
import { KeyFault } from '@ioc/snapshot'
import { audited } from './audited.ts'
import { asksForUnits, readCommand } from './command.ts'
import { HELP } from './help.ts'

/** So long the audit may keep a person waiting who ends a key. */
const ANSWER_MS_MAX = 5_000

/** `npm run keys`: keys as a person handles them. */
try {
  const config = readConfig(withEnginePorts(process.env), {
    IOC_DATA_DIR: settings.IOC_DATA_DIR,
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
  const say = (line: string) => process.stderr.write(`${line}\n`)
  const args = process.argv.slice(2)
  // Units may have been loaded since this checkout was made; nothing else asks for them.
  const byNow = asksForUnits(args) ? await cataloguesByNow(openKafka(kafkaConfig(config, 'keys')), say) : null
  const user = userInfo().username
  const { act, run, by } = readCommand(args, {
    dataDir: config.IOC_DATA_DIR,
    nowMs: Date.now(),
    user,
    newKey: () => randomBytes(32).toString('hex'),
    catalogues: () => byNow ?? openCatalogues(),
  })
  if (act === null) process.stdout.write(run())
  else {
    const clickhouse = openClickHouse({ ...clickhouseConfig(config), requestTimeoutMs: ANSWER_MS_MAX })
    const said = by === user ? {} : { saidName: by }
    const printed = await audited({ operator: user, ...said, ...act }, run, {
      clickhouse,
      now: Date.now,
      newId: randomUUID,
      log: createLog('keys', 'error'),
      say,
    })
    process.stdout.write(printed)
    await clickhouse.close()
  }
} catch (error) {
  exitForWords(error, HELP)
  if (!(error instanceof KeyFault || error instanceof OperatorFault || error instanceof PushKeyFault))
    exitFor(error)
  process.stderr.write(`${(error as Error).message}\n`)
  process.exit(1)
}
// What the engines' clients leave behind must not keep a finished command from ending.
process.exit()
