import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { isZombie } from '@ioc/infra-clickhouse/process.ts'

const KILL_AFTER_MS = 12_000

export const isAlive = (pid: number): boolean => send(pid, 0) && !isZombie(pid)

/** False if there is nobody to hear it. */
const send = (pid: number, signal: NodeJS.Signals | 0): boolean => {
  try {
    return process.kill(pid, signal)
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

/** Sends a signal and waits; one that is held still is let go, or it would not hear it; one that does not go within the limit is killed. */
export const waitUntilGone = async (
  pid: number,
  signal: NodeJS.Signals,
  killAfterMs = KILL_AFTER_MS,
): Promise<void> => {
  if (!isAlive(pid)) return
  send(pid, signal)
  send(pid, 'SIGCONT')
  const killAt = performance.now() + killAfterMs
  while (isAlive(pid)) {
    if (performance.now() > killAt) send(pid, 'SIGKILL')
    await wait(25)
  }
}

/** Ended by someone, not by a fault of its own: there is nothing wrong with it, however often that happens. */
export const wasEndedFromOutside = ({
  code,
  signal,
}: {
  code: number | null
  signal: string | null
}): boolean => code === 0 || (signal !== null && FROM_OUTSIDE.has(signal))

/** What people and fault suites send; a crash would be SIGSEGV, SIGABRT or SIGBUS. */
const FROM_OUTSIDE = new Set(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP'])
