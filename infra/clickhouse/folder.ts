import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import chdb from 'chdb/package.json' with { type: 'json' }

/** `26.7`: folders are exchanged between engines of one such version only. */
export const ENGINE_VERSION = chdb.optionalDependencies['@chdb/lib-linux-x64-gnu']
  .split('.')
  .slice(0, 2)
  .join('.')

/**
 * Makes the data folder, or makes sure that it was written by an engine of this version. Nothing is opened before:
 * a newer engine rewrites what an older one can then no longer read.
 * @returns why the folder may not be used, or nothing
 */
export function prepareFolder(dataDir: string): string | undefined {
  mkdirSync(dataDir, { recursive: true })
  const mark = join(dataDir, VERSION_FILE)
  if (existsSync(mark)) {
    const written = readFileSync(mark, 'utf8').trim()
    return written === ENGINE_VERSION
      ? undefined
      : `data folder ${dataDir} belongs to ClickHouse ${written}, this is ${ENGINE_VERSION}`
  }
  if (readdirSync(dataDir).length > 0) return `${dataDir} is neither empty nor a data folder of this endpoint`
  writeFileSync(mark, `${ENGINE_VERSION}\n`)
  return undefined
}

/** The process that has the folder open, by the engine's own lock file; the engine itself says only that it is locked. */
export function holderOf(dataDir: string): number | undefined {
  const status = join(dataDir, 'status')
  if (!existsSync(status)) return undefined
  const pid = Number(/^PID: (\d+)$/m.exec(readFileSync(status, 'utf8'))?.[1])
  return Number.isInteger(pid) && pid !== process.pid && isRunning(pid) ? pid : undefined
}

/** Whether a process of that id exists. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Whether a process is held still by SIGSTOP; false where that cannot be seen (no /proc). */
export function isPaused(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('T')
  } catch {
    return false // gone, or no /proc: whoever waits for it goes by its other signs
  }
}

const VERSION_FILE = 'engine-version'
