import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { writePidFile } from './pid-file.ts'
import { isPaused, isRunning } from './process.ts'
import { tailOf } from './tail.ts'

export interface LaunchOptions {
  /** `$IOC_DATA_DIR`: data go to `clickhouse`, the process id to `run/clickhouse.pid` below it. */
  dataDir: string
  port: number
  user?: string
  password?: string
  /** Where the process writes its log; `$dataDir/log/clickhouse.log` if not said. */
  logFile?: string
  /** Ends a start that is under way. */
  signal?: AbortSignal
  /** Runs in place of Node, with Node and its arguments behind it: how a fault suite traces the process. */
  under?: readonly string[]
}

/** How a process ended: one of both is null. */
export type Ended = { code: number | null; signal: NodeJS.Signals | null }

export interface LaunchedClickHouse {
  url: string
  pid: number
  /** Ends it as an operator would; running statements finish. */
  stop(): Promise<void>
  /** Ends it as a power cut would. */
  kill(): Promise<void>
  /** Leaves it alive but silent, as a stalled machine is. */
  pause(): void
  resume(): void
  /** Stops it and removes its data, for good. */
  wipe(): Promise<void>
  ended: Promise<Ended>
  /** Its newest complaint since it was launched, in one line. */
  complaint(): Promise<string>
}

/** ClickHouse ended, or did not answer in time, while it was started. */
export class ClickHouseDidNotStart extends Error {
  override readonly name = 'ClickHouseDidNotStart'
  /** The signal that ended it; null if it went by itself or still ran. */
  readonly signal: NodeJS.Signals | null
  constructor(complaint: string, signal: NodeJS.Signals | null, cause: unknown) {
    super(`ClickHouse did not start: ${complaint}`, { cause })
    this.signal = signal
  }
}

const READY_MS_MAX = 30_000
const STOP_MS_MAX = 15_000
const POLL_MS = 20
const TICK_MS = 250

/**
 * Starts the local ClickHouse in a process of its own; ready means that it answers `/ping` and `SELECT 1`.
 * The process outlives the one that launched it: its id is in the pid file.
 * @throws ClickHouseDidNotStart with the last thing the process said, when it ends early or is not ready within 30 s
 */
export async function launchClickHouse(options: LaunchOptions): Promise<LaunchedClickHouse> {
  const { dataDir, port, user = 'default', password = '' } = options
  const url = `http://127.0.0.1:${port}`
  const logFile = options.logFile ?? join(dataDir, 'log', 'clickhouse.log')
  const pidFile = join(dataDir, 'run', 'clickhouse.pid')
  for (const file of [logFile, pidFile]) mkdirSync(dirname(file), { recursive: true })

  const saidBefore = existsSync(logFile) ? statSync(logFile).size : 0
  const child = start(options.under ?? [], logFile, {
    IOC_DATA_DIR: dataDir,
    CLICKHOUSE_URL: url,
    CLICKHOUSE_USER: user,
    CLICKHOUSE_PASSWORD: password,
  })
  const pid = child.pid
  if (pid === undefined) throw new Error(`ClickHouse could not be started: ${process.execPath}`)
  const ended = new Promise<Ended>((gone) => child.once('exit', (code, signal) => gone({ code, signal })))
  const complaint = () => lastLine(tailOf(logFile, saidBefore))
  let takeBackPid = () => {}
  try {
    // At once: whatever becomes of this launcher, the next one must find the process.
    takeBackPid = writePidFile(pidFile, pid)
    await untilReady(child, url, { user, password }, options.signal)
  } catch (thrown) {
    const { signalCode } = child
    await end(pid, 'SIGKILL')
    takeBackPid()
    options.signal?.throwIfAborted()
    throw new ClickHouseDidNotStart(complaint() ?? (thrown as Error).message, signalCode, thrown)
  }
  child.disconnect()
  child.unref()

  const endWith = async (signal: NodeJS.Signals) => {
    await end(pid, signal)
    rmSync(pidFile, { force: true })
  }
  return {
    url,
    pid,
    ended,
    complaint: async () => complaint() ?? '',
    stop: () => endWith('SIGTERM'),
    kill: () => endWith('SIGKILL'),
    pause: () => void process.kill(pid, 'SIGSTOP'),
    resume: () => void process.kill(pid, 'SIGCONT'),
    wipe: async () => {
      await endWith('SIGTERM')
      rmSync(join(dataDir, 'clickhouse'), { recursive: true, force: true })
    },
  }
}

function start(under: readonly string[], logFile: string, env: Record<string, string>): ChildProcess {
  const [program, ...args] = [...under, process.execPath, fileURLToPath(new URL('main.ts', import.meta.url))]
  const log = openSync(logFile, 'a')
  try {
    // A process group of its own: Ctrl-C in a terminal reaches the launcher, which stops things in order.
    return spawn(program!, args, {
      env,
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
    })
  } finally {
    closeSync(log)
  }
}

async function untilReady(
  child: ChildProcess,
  url: string,
  account: { user: string; password: string },
  given?: AbortSignal,
) {
  const late = new AbortController()
  let leftMs = READY_MS_MAX
  const clock = setInterval(() => {
    // Time in which it is held still does not count: let go, it will go on.
    if (!isPaused(child.pid!)) leftMs -= TICK_MS
    if (leftMs <= 0) late.abort(new Error(`not ready within ${READY_MS_MAX} ms`))
  }, TICK_MS)
  try {
    await ready(child, url, account, given ? AbortSignal.any([late.signal, given]) : late.signal)
  } finally {
    clearInterval(clock)
  }
}

async function ready(
  child: ChildProcess,
  url: string,
  account: { user: string; password: string },
  deadline: AbortSignal,
) {
  // Its own word comes first: whatever else sits on that port would answer as well.
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve())
    child.once('error', reject)
    child.once('exit', (code, signal) => reject(new Error(`ended with ${signal ?? code}`)))
    deadline.addEventListener('abort', () => reject(deadline.reason))
    if (deadline.aborted) reject(deadline.reason)
  })
  await expectOk(`${url}/ping`, { signal: deadline })
  const authorization = `Basic ${Buffer.from(`${account.user}:${account.password}`).toString('base64')}`
  await expectOk(`${url}/?query=SELECT%201`, { signal: deadline, headers: { authorization } })
}

async function expectOk(address: string, init: RequestInit): Promise<void> {
  const answer = await fetch(address, init)
  const text = await answer.text()
  if (!answer.ok) throw new Error(text.trim())
}

/** Sends the signal and waits until the process is gone; one that is paused is woken, one that will not go is killed. */
async function end(pid: number, signal: NodeJS.Signals): Promise<void> {
  if (!isRunning(pid)) return
  process.kill(pid, signal)
  if (signal !== 'SIGKILL') process.kill(pid, 'SIGCONT')
  const deadlineAt = performance.now() + STOP_MS_MAX
  while (isRunning(pid)) {
    if (performance.now() > deadlineAt) return end(pid, 'SIGKILL')
    await wait(POLL_MS)
  }
}

/** The newest complaint in what a process said, else its last line. */
function lastLine(said: string): string | undefined {
  const lines = said.trim().split('\n')
  const complaints = lines.map(readLine).filter((line) => line !== undefined && line.level >= 50)
  return complaints.at(-1)?.msg ?? (lines.at(-1) || undefined)
}

function readLine(line: string): { level: number; msg: string } | undefined {
  if (!line.startsWith('{"level":')) return undefined
  try {
    return JSON.parse(line)
  } catch {
    return undefined // a line cut short by a crash says nothing
  }
}
