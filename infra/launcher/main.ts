import { ConfigFaults, EX_CONFIG, exitFor, readConfig, settings } from '@ioc/config'
import { launch } from './launch.ts'
import { HELP, readOptions } from './options.ts'

const options = (() => {
  try {
    return readOptions(process.argv.slice(2))
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${HELP}`)
    return process.exit(EX_CONFIG)
  }
})()

if (options.help) {
  process.stdout.write(HELP)
  process.exit(0)
}

try {
  process.exitCode = await launch(options, readConfig(process.env, settings), process.env)
} catch (error) {
  // Faults of the settings are all named and end with 78; engines that do not answer, refuse or differ say so in one line.
  if (error instanceof ConfigFaults) exitFor(error)
  const told = error as Error & { exitCode?: number }
  process.stderr.write(`${told.message}\n`)
  if (process.env.IOC_LOG_LEVEL === 'debug') process.stderr.write(`${told.stack}\n`)
  process.exitCode = told.exitCode ?? 1
}
// What the engines' clients leave behind must not keep a finished command from ending.
process.exit()
