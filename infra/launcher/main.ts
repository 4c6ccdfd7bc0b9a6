import { EX_CONFIG, exitFor, readConfig, settings } from '@ioc/config'
import { launch } from './launch.ts'
import { HELP, readOptions } from './options.ts'
import { Stop } from './stop-error.ts'

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
  if (!(error instanceof Stop)) exitFor(error)
  process.stderr.write(`${(error as Stop).message}\n`)
  process.exitCode = (error as Stop).exitCode
}
// What the engines' clients leave behind must not keep a finished command from ending.
process.exit()
