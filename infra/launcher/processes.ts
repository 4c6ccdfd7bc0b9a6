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

/** True if a live process is one of this product's: process ids are reused, and a stranger must never be ended. */
export const isOurs = (pid: number): boolean => {
  if (!isAlive(pid)) return false
  try {
    return /services\/[a-z-]+\/main\.ts|infra\/(?:clickhouse|launcher)\/main\.ts|kafka\.Kafka/.test(
      readFileSync(`/proc/${pid}/cmdline`, 'utf8'),
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
