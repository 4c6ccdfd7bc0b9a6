import { type ChildProcess, spawn } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { isRunning } from './folder.ts'

export interface LaunchOptions {
  /** `$IOC_DATA_DIR`: data go to `clickhouse`, the process id to `run/clickhouse.pid` below it. */
  dataDir: string
  port: number
  user?: string
  password?: string
  /** Where the process writes its log; `$dataDir/log/clickhouse.log` if not said. */
  logFile?: string
}

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
}

const READY_MS_MAX = 30_000
const STOP_MS_MAX = 15_000
const POLL_MS = 20

/**
 * Starts the local ClickHouse in a process of its own; ready means that it answers `/ping` and `SELECT 1`.
 * The process outlives the one that launched it: its id is in the pid file.
 * @throws Error with the last thing the process said, when it ends early or is not ready within 30 s
 */
export async function launchClickHouse(options: LaunchOptions): Promise<LaunchedClickHouse> {
  const { dataDir, port, user = 'default', password = '' } = options
  const url = `http://127.0.0.1:${port}`
  const logFile = options.logFile ?? join(dataDir, 'log', 'clickhouse.log')
  const pidFile = join(dataDir, 'run', 'clickhouse.pid')
  for (const file of [logFile, pidFile]) mkdirSync(dirname(file), { recursive: true })

  const saidBefore = existsSync(logFile) ? statSync(logFile).size : 0
  const child = start(logFile, {
    IOC_DATA_DIR: dataDir,
    CLICKHOUSE_URL: url,
    CLICKHOUSE_USER: user,
    CLICKHOUSE_PASSWORD: password,
  })
  const pid = child.pid
  if (pid === undefined) throw new Error(`ClickHouse could not be started: ${process.execPath}`)
  try {
    await untilReady(child, url, { user, password })
  } catch (thrown) {
    await end(pid, 'SIGKILL')
    throw new Error(
      `ClickHouse did not start: ${lastLine(readFileSync(logFile).subarray(saidBefore)) ?? (thrown as Error).message}`,
      {
        cause: thrown,
      },
    )
  }
  writeFileSync(pidFile, `${pid}\n`)
  child.disconnect()
  child.unref()

  const endWith = async (signal: NodeJS.Signals) => {
    await end(pid, signal)
    rmSync(pidFile, { force: true })
  }
  return {
    url,
    pid,
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

function start(logFile: string, env: Record<string, string>): ChildProcess {
  const log = openSync(logFile, 'a')
  try {
    // A process group of its own: Ctrl-C in a terminal reaches the launcher, which stops things in order.
    return spawn(process.execPath, [fileURLToPath(new URL('main.ts', import.meta.url))], {
      env,
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
    })
  } finally {
    closeSync(log)
  }
}

async function untilReady(child: ChildProcess, url: string, account: { user: string; password: string }) {
  const deadline = AbortSignal.timeout(READY_MS_MAX)
  // Its own word comes first: whatever else sits on that port would answer as well.
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve())
    child.once('error', reject)
    child.once('exit', (code, signal) => reject(new Error(`ended with ${signal ?? code}`)))
    deadline.addEventListener('abort', () => reject(new Error(`not ready within ${READY_MS_MAX} ms`)))
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
function lastLine(said: Buffer): string | undefined {
  const lines = said.toString('utf8').trim().split('\n')
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
