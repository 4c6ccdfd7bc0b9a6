import { randomBytes, randomUUID } from 'node:crypto'
import { userInfo } from 'node:os'
import { openClickHouse } from '@ioc/clickhouse'
import { clickhouseConfig, EX_CONFIG, exitFor, readConfig, settings, withEnginePorts } from '@ioc/config'
import { createLog } from '@ioc/log'
import { OperatorFault } from '@ioc/operators/tokens.ts'
import { PushKeyFault } from '@ioc/push-keys'
import { KeyFault } from '@ioc/snapshot'
import { audited } from './audited.ts'
import { readCommand, WrongWords } from './command.ts'
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
  })
  const args = process.argv.slice(2).filter((arg, i) => !(i === 0 && arg === '--'))
  const user = userInfo().username
  const { act, run, by } = readCommand(args, {
    dataDir: config.IOC_DATA_DIR,
    nowMs: Date.now(),
    user,
    newKey: () => randomBytes(32).toString('hex'),
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
      say: (line) => process.stderr.write(`${line}\n`),
    })
    process.stdout.write(printed)
    await clickhouse.close()
  }
} catch (error) {
  if (error instanceof WrongWords) {
    process.stderr.write(`${error.message}\n\n${HELP}`)
    process.exit(EX_CONFIG)
  }
  if (!(error instanceof KeyFault || error instanceof OperatorFault || error instanceof PushKeyFault))
    exitFor(error)
  process.stderr.write(`${(error as Error).message}\n`)
  process.exit(1)
}
