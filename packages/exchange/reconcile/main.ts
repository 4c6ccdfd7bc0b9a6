import { readFileSync } from 'node:fs'
import {
  exitFor,
  nationalIocConfig,
  nationalIocSettings,
  PORT_OFFSETS,
  readConfig,
  readTls,
  settings,
} from '@ioc/config'
import { reachable } from '../address.ts'
import { runReconcile } from './command.ts'

try {
  const config = readConfig(process.env, {
    ...nationalIocSettings,
    IOC_HOST: settings.IOC_HOST,
    IOC_PORT_BASE: settings.IOC_PORT_BASE,
  })
  const national = nationalIocConfig(config)
  const at = (service: keyof typeof PORT_OFFSETS) =>
    `http://${reachable(config.IOC_HOST)}:${config.IOC_PORT_BASE + PORT_OFFSETS[service]}`
  const theirs = process.env.NATIONAL_IOC_URL ? national.url : at('national-ioc')
  const token = national.tokenFile && readFileSync(national.tokenFile, 'utf8').trim()
  const told = await runReconcile(
    process.argv.slice(2),
    { ours: at('operations-centre'), theirs },
    (line) => process.stderr.write(`${line}\n`),
    { tls: readTls(national.tls), token },
  )
  process.stderr.write(told.stderr)
  process.stdout.write(told.stdout)
  process.exitCode = told.code
} catch (error) {
  exitFor(error)
}
