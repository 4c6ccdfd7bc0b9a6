import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

const KILL_AFTER_MS = 12_000

export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false // gone, or not ours to signal: either way nothing to end
  }
}

/**
 * True if a live process is one of this product's, and, where a data folder is named, works on it: process ids are reused, and
 * neither a stranger nor another river's process must ever be ended.
 */
export const isOurs = (pid: number, dataDir?: string): boolean => {
  if (!isAlive(pid)) return false
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    const worksOn =
      dataDir === undefined || `${command}${readFileSync(`/proc/${pid}/environ`, 'utf8')}`.includes(dataDir)
    return (
      worksOn &&
      /services\/[a-z-]+\/main\.ts|infra\/(?:clickhouse|launcher)\/main\.ts|kafka\.Kafka/.test(command)
    )
  } catch {
    return false // no /proc (macOS): better to report a taken port than to end a stranger
  }
}

/** Sends a signal and waits; one that does not go within the limit is killed. */
export const waitUntilGone = async (pid: number, signal: NodeJS.Signals): Promise<void> => {
  if (!isAlive(pid)) return
  process.kill(pid, signal)
  const killAt = performance.now() + KILL_AFTER_MS
  while (isAlive(pid)) {
    if (performance.now() > killAt) process.kill(pid, 'SIGKILL')
    await wait(25)
  }
}
