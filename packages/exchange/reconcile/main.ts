import { exitFor, PORT_OFFSETS, readConfig, settings } from '@ioc/config'
import { reachable } from '../address.ts'
import { runReconcile } from './command.ts'

try {
  const { IOC_HOST, IOC_PORT_BASE, NATIONAL_IOC_URL } = readConfig(process.env, {
    IOC_HOST: settings.IOC_HOST,
    IOC_PORT_BASE: settings.IOC_PORT_BASE,
    NATIONAL_IOC_URL: settings.NATIONAL_IOC_URL.unwrap().optional(),
  })
  const at = (service: keyof typeof PORT_OFFSETS) =>
    `http://${reachable(IOC_HOST)}:${IOC_PORT_BASE + PORT_OFFSETS[service]}`
  const addresses = { ours: at('operations-centre'), theirs: NATIONAL_IOC_URL ?? at('national-ioc') }
  const told = await runReconcile(process.argv.slice(2), addresses, (line) =>
    process.stderr.write(`${line}\n`),
  )
  process.stderr.write(told.stderr)
  process.stdout.write(told.stdout)
  process.exitCode = told.code
} catch (error) {
  exitFor(error)
}
