import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { enginePorts } from '@ioc/config'
import { isOurs, waitUntilGone } from '@ioc/launcher/processes.ts'
import { until } from '../browser/until.ts'
import { freePortBase } from '../ports.ts'
import { openDoors, pidIn } from './ends.river.ts'

/** What a launcher starts, by pid file: services, then engines. */
export const LAUNCHED = ['dossier-producer', 'aggregator', 'clickhouse', 'kafka'] as const

/** A folder on which the small river's launcher is started as a process of its own, as often as a test likes. */
export const openLaunchedRiver = async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'ioc-ends-'))
  const portBase = await freePortBase()
  const ports = enginePorts(portBase)
  const { kafka, clickhouse } = openDoors({
    brokers: [`127.0.0.1:${ports.kafka}`],
    clickhouseUrl: `http://127.0.0.1:${ports.clickhouse}`,
  })
  const pids = () => LAUNCHED.map((name) => pidIn(dataDir, name))
  let launcher: ChildProcess | null = null
  let said = ''

  /** Gives what it said until everything answered. */
  const start = async (withinMs: number): Promise<string> => {
    const program = join(import.meta.dirname, 'ends.launcher.ts')
    const child = spawn(process.execPath, [program, dataDir, String(portBase)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    launcher = child
    said = ''
    for (const channel of [child.stdout!, child.stderr!])
      channel.setEncoding('utf8').on('data', (text: string) => {
        said += text
      })
    await until('the launcher says that all is up', () => /^up$/m.test(said), withinMs).catch((error) => {
      throw new Error(`the launcher said:\n${said}`, { cause: error })
    })
    return said
  }
  /** The launcher alone: what it started goes on. */
  const killLauncher = async () => {
    const gone = once(launcher!, 'exit')
    launcher!.kill('SIGKILL')
    await gone
  }
  const close = async () => {
    await Promise.all([kafka.close(), clickhouse.close()])
    if (launcher !== null && launcher.exitCode === null && launcher.signalCode === null)
      await waitUntilGone(launcher.pid!, 'SIGTERM', 60_000)
    // Where a test failed between two launchers, nobody else would end these.
    for (const pid of pids()) if (pid !== null && isOurs(pid, dataDir)) await waitUntilGone(pid, 'SIGKILL')
    rmSync(dataDir, { recursive: true, force: true })
  }
  return { dataDir, portBase, kafka, clickhouse, pids, start, killLauncher, close }
}
