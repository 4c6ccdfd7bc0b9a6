import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { PORT_OFFSETS, type ServiceName } from '@ioc/config'
import { tailOf } from '@ioc/infra-clickhouse/tail.ts'
import { wasEndedFromOutside } from './processes.ts'
import { Stop } from './stop-error.ts'

const ROOT = join(import.meta.dirname, '..', '..')

/**
 * V8 sizes its heap by the machine's memory and would let garbage pile up to gigabytes; these bounds keep every service below
 * 400 MB resident. With a bound alone it would collect the whole heap several times a second from the start (a third of the
 * producer's time); the initial size says from where on that is worth while.
 */
export const NODE_FLAGS = [
  '--disable-warning=ExperimentalWarning',
  '--initial-old-space-size=180',
  '--max-old-space-size=256',
  '--max-semi-space-size=16',
]

/** Long: a service may be killed, or held still for a minute, before it first answers. */
const LIVE_MS_MAX = 120_000
const STOP_MS_MAX = 12_000
const RESTART_MS_MIN = 200
const RESTART_MS_MAX = 5_000
const SETTLED_MS = 60_000

export type ServiceEnvironment = Record<string, string | undefined>

/** The services of the river as processes of their own: started, watched, started again when one dies, stopped together. */
export type Services = {
  stop(): Promise<void>
  /** Rejects when a service says that its settings are wrong (78): starting it again would not help, nor going on without it. */
  broken: Promise<never>
}

export type ServicesOptions = {
  names: readonly ServiceName[]
  dataDir: string
  host: string
  portBase: number
  environment: ServiceEnvironment
  say(line: string): void
}

/** The newest complaint in a service's log, for a person. */
const lastComplaint = (logFile: string): string => {
  if (!existsSync(logFile)) return ''
  const lines = tailOf(logFile).trim().split('\n').slice(-40)
  const read = lines.map((line) => {
    try {
      const { level, msg } = JSON.parse(line) as { level: number; msg: string }
      return level >= 50 ? msg : null
    } catch {
      return line // not of our logger: configuration faults are plain text
    }
  })
  return (
    read
      .filter((line) => line !== null)
      .slice(-6)
      .join('\n') ||
    (lines.at(-1) ?? '')
  )
}

export const startServices = async (options: ServicesOptions): Promise<Services> => {
  const { dataDir, say } = options
  const running = new Map<ServiceName, ChildProcess>()
  const wasLive = new Set<ServiceName>()
  let stopping = false
  const broken = Promise.withResolvers<never>()
  broken.promise.catch(() => {})

  const logOf = (name: ServiceName) => join(dataDir, 'log', `${name}.log`)

  const spawnService = (name: ServiceName): ChildProcess => {
    mkdirSync(join(dataDir, 'log'), { recursive: true })
    const log = openSync(logOf(name), 'a')
    try {
      // A group of its own: Ctrl-C reaches the launcher alone, which stops services before engines.
      return spawn(process.execPath, [...NODE_FLAGS, join(ROOT, 'services', name, 'main.ts')], {
        env: options.environment,
        detached: true,
        stdio: ['ignore', log, log],
      })
    } finally {
      closeSync(log)
    }
  }

  const startIn = (name: ServiceName, inMs: number) => {
    const next = Math.min(inMs * 2, RESTART_MS_MAX)
    setTimeout(() => !stopping && start(name, next), inMs).unref()
  }

  const start = (name: ServiceName, waitMs = RESTART_MS_MIN) => {
    /** No process, no memory or no disk was to be had: the machine's trouble, which may pass. */
    const notStarted = (error: Error) => {
      if (stopping) return
      say(`${name} could not be started; it is tried again in ${waitMs} ms — ${error.message}`)
      startIn(name, waitMs)
    }
    let child: ChildProcess
    try {
      child = spawnService(name)
    } catch (error) {
      return notStarted(error as Error)
    }
    // Without a process id it never ran. Otherwise it is a signal that could not be sent: whether it ends is told by its exit.
    child.on('error', (error) => {
      if (child.pid === undefined) notStarted(error)
      else say(`${name}: ${error.message}`)
    })
    if (child.pid === undefined) return
    running.set(name, child)
    const startedAt = performance.now()
    child.on('exit', (code, signal) => {
      if (stopping) return
      running.delete(name)
      if (code === 78 && !wasLive.has(name)) {
        // Its settings will not get better by starting it again. Once it ran with them, it is a port taken for a moment, or the like.
        broken.reject(new Stop(`${name} cannot run:\n${lastComplaint(logOf(name))}`, 78))
        return
      }
      const settled = wasEndedFromOutside({ code, signal }) || performance.now() - startedAt > SETTLED_MS
      const inMs = settled ? RESTART_MS_MIN : waitMs
      // Of one that was killed, the last complaint is about something else.
      const why = signal === null ? ` — ${lastComplaint(logOf(name))}` : ''
      say(`${name} ended (${signal ?? `exit ${code}`}); it is started again in ${inMs} ms${why}`)
      startIn(name, inMs)
    })
  }

  const live = async (name: ServiceName) => {
    const url = `http://${options.host}:${options.portBase + PORT_OFFSETS[name]}/health/live`
    const deadline = performance.now() + LIVE_MS_MAX
    while (performance.now() < deadline) {
      const answer = await fetch(url).catch(() => null)
      if (answer?.ok) return void wasLive.add(name)
      await wait(50)
    }
    throw new Stop(
      `${name} does not answer on ${url} within ${LIVE_MS_MAX / 1000} s:\n${lastComplaint(logOf(name))}`,
      1,
    )
  }

  const stop = async () => {
    stopping = true
    const gone = [...running.values()].map(
      (child) =>
        new Promise<void>((resolve) => {
          if (child.exitCode !== null || child.signalCode !== null) return resolve()
          child.once('exit', () => resolve())
          child.kill('SIGTERM')
          child.kill('SIGCONT') // one held still would not hear it
          setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX).unref()
        }),
    )
    await Promise.all(gone)
  }

  for (const name of options.names) start(name)
  try {
    await Promise.race([Promise.all(options.names.map(live)), broken.promise])
  } catch (error) {
    await stop()
    throw error
  }
  return { stop, broken: broken.promise }
}
