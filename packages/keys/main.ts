import { EX_CONFIG, exitFor, readConfig, settings } from '@ioc/config'
import { OperatorFault } from '@ioc/operators/tokens.ts'
import { KeyFault } from '@ioc/snapshot'
import { runCommand, WrongWords } from './command.ts'
import { HELP } from './help.ts'

/** `npm run keys`: keys as a person handles them. */
try {
  const { IOC_DATA_DIR: dataDir } = readConfig(process.env, { IOC_DATA_DIR: settings.IOC_DATA_DIR })
  const args = process.argv.slice(2).filter((arg, i) => !(i === 0 && arg === '--'))
  process.stdout.write(runCommand(args, { dataDir, nowMs: Date.now() }))
} catch (error) {
  if (error instanceof WrongWords) {
    process.stderr.write(`${error.message}\n\n${HELP}`)
    process.exit(EX_CONFIG)
  }
  if (!(error instanceof KeyFault || error instanceof OperatorFault)) exitFor(error)
  process.stderr.write(`${(error as Error).message}\n`)
  process.exit(1)
}
