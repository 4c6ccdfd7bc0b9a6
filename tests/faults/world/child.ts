import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { disownProcess, ownProcess } from './leftovers.ts'

/** A service that whatever runs it starts again when it ends: killed by us, or by its own doing. */
export type Kept = {
  readonly pid: number | null
  signal(signal: NodeJS.Signals): void
  /** Ends it as a power cut would; it comes back after `downMs`. */
  kill(downMs: number): void
  /** Ends it for good. */
  stop(): Promise<void>
}

type Start = {
  script: string
  logFile: string
  environment(life: number): Record<string, string>
  onOwnEnd(how: string): void
}

const AGAIN_MS = [100, 200, 500, 1_000]

/** Starts a service and keeps it running until `stop`. */
export const keepRunning = ({ script, logFile, environment, onOwnEnd }: Start): Kept => {
  let child: ChildProcess | null = null
  let life = 0
  let killed = false
  let stopping = false
  let downMs = 0
  let endsInARow = 0

  const begin = () => {
    if (stopping) return
    const log = openSync(logFile, 'a')
    const bornAtMs = performance.now()
    const born = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script], {
      env: environment(life++),
      stdio: ['ignore', 'ignore', log],
    })
    closeSync(log)
    child = born
    killed = false
    if (born.pid !== undefined) ownProcess(born.pid)
    born.once('exit', (code, signal) => {
      if (born.pid !== undefined) disownProcess(born.pid)
      child = null
      if (!killed && !stopping) onOwnEnd(String(signal ?? code))
      endsInARow = killed || performance.now() - bornAtMs > 10_000 ? 0 : endsInARow + 1
      const waitMs = killed ? downMs : AGAIN_MS[Math.min(endsInARow, AGAIN_MS.length) - 1]!
      if (waitMs === 0) begin()
      else setTimeout(begin, waitMs)
    })
  }
  begin()

  return {
    get pid() {
      return child?.pid ?? null
    },
    signal: (signal) => void child?.kill(signal),
    kill: (forMs) => {
      if (!child) return
      killed = true
      downMs = forMs
      child.kill('SIGKILL')
    },
    stop: async () => {
      stopping = true
      const last = child
      if (!last) return
      last.kill('SIGKILL')
      if (last.exitCode === null && last.signalCode === null)
        await Promise.race([once(last, 'exit'), pause(10_000)])
    },
  }
}
