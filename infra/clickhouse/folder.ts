import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import chdb from 'chdb/package.json' with { type: 'json' }
import { isRunning } from './process.ts'

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
  const path = resolve(dataDir)
  if (/[*?{}]/.test(path)) {
    return `data folder ${path} has one of * ? { } in its path, which ClickHouse takes for a pattern: choose another IOC_DATA_DIR`
  }
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

const VERSION_FILE = 'engine-version'
