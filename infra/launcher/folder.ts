import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { EX_CONFIG } from '@ioc/config'
import { isOurs, waitUntilGone } from './processes.ts'
import { Stop } from './stop-error.ts'

/** Raised when what lies in a data folder changes so that older code, or newer data, would be misread. */
const LAYOUT = 1

const read = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

const checkLayout = (dataDir: string) => {
  const file = join(dataDir, 'layout.json')
  const text = read(file)
  if (text === null) return writeFileSync(file, JSON.stringify({ layout: LAYOUT }))
  let layout: unknown
  try {
    layout = (JSON.parse(text) as { layout?: unknown }).layout
  } catch {
    layout = 'unreadable'
  }
  if (layout !== LAYOUT)
    throw new Stop(
      `${dataDir} is a data folder of another version (layout ${String(layout)}, this is ${LAYOUT}): use the version that made it, or choose another IOC_DATA_DIR`,
      EX_CONFIG,
    )
}

const pidIn = (file: string): number | null => {
  const pid = Number.parseInt(read(file) ?? '', 10)
  return Number.isInteger(pid) && pid > 1 ? pid : null
}

/** Ends what a killed launcher left running on this data folder: only processes named in its own pid files, and only if they are ours. */
const endLeftovers = async (dataDir: string, say: (line: string) => void) => {
  const directory = join(dataDir, 'run')
  const files = readdirSync(directory).filter((name) => name.endsWith('.pid') && name !== 'launcher.pid')
  const end = async (name: string) => {
    const file = join(directory, name)
    const pid = pidIn(file)
    if (pid !== null && isOurs(pid, dataDir)) {
      say(`ending ${name.slice(0, -4)} (process ${pid}), left by an earlier start that was killed`)
      await waitUntilGone(pid, 'SIGTERM')
    }
    rmSync(file, { force: true })
  }
  // Services before engines: they must be able to finish what they write.
  await Promise.all(files.filter((name) => !ENGINES.has(name)).map(end))
  await Promise.all(files.filter((name) => ENGINES.has(name)).map(end))
}

const ENGINES = new Set(['clickhouse.pid', 'kafka.pid'])

/** Takes a data folder for this launcher: right version, nobody else on it, leftovers ended. Gives the release. */
export const takeFolder = async (dataDir: string, say: (line: string) => void): Promise<() => void> => {
  mkdirSync(join(dataDir, 'run'), { recursive: true })
  checkLayout(dataDir)
  const file = join(dataDir, 'run', 'launcher.pid')
  const other = pidIn(file)
  if (other !== null && other !== process.pid && isOurs(other))
    throw new Stop(
      `npm start already runs on ${dataDir} (process ${other}): stop it, or choose another IOC_DATA_DIR and IOC_PORT_BASE`,
      EX_CONFIG,
    )
  writeFileSync(file, `${process.pid}\n`)
  await endLeftovers(dataDir, say)
  return () => rmSync(file, { force: true })
}
