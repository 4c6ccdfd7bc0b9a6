import { execFile } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** `name` is the node's: `kafka` where it is alone, `kafka-1` and so on in a cluster. */
export function pidFileOf(dataDir: string, name: string): string {
  return join(dataDir, 'run', `${name}.pid`)
}

export async function writePid(dataDir: string, name: string, pid: number): Promise<void> {
  await mkdir(dirname(pidFileOf(dataDir, name)), { recursive: true })
  await writeFile(pidFileOf(dataDir, name), `${pid}\n`)
}

/** The Kafka of this data folder, if it runs. After a crash the number may by now be another program's: that is not it. */
export async function runningKafka(dataDir: string, name = 'kafka'): Promise<number | null> {
  let pid: number
  try {
    pid = Number(await readFile(pidFileOf(dataDir, name), 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  return Number.isInteger(pid) && pid > 1 && (await isKafka(pid)) ? pid : null
}

async function isKafka(pid: number): Promise<boolean> {
  const { state, command } = await look(pid)
  return state !== null && !state.startsWith('Z') && command.includes('kafka.Kafka')
}

/** Held still by SIGSTOP: it will answer when it is let go, and must not be taken for broken. */
export async function isPaused(pid: number): Promise<boolean> {
  return (await look(pid)).state?.startsWith('T') ?? false
}

async function look(pid: number): Promise<{ state: string | null; command: string }> {
  try {
    const { stdout } = await run('ps', ['-ww', '-o', 'stat=,command=', '-p', String(pid)])
    const [state = '', ...command] = stdout.trim().split(/\s+/)
    return { state, command: command.join(' ') }
  } catch (error) {
    if ((error as { code?: unknown }).code === 1) return { state: null, command: '' } // ps: no such process
    throw error
  }
}

/**
 * Sends the signal and waits until the process is gone, ports and all; after 20 s SIGKILL. A paused process is woken, or SIGTERM
 * would wait. A zombie still has threads that hold the ports for a moment; nobody may ever collect it, so it is not waited for long.
 */
export async function endProcess(pid: number, signal: 'SIGTERM' | 'SIGKILL', pidFile: string): Promise<void> {
  if (await isKafka(pid)) {
    send(pid, signal)
    send(pid, 'SIGCONT')
    const killAtMs = performance.now() + 20_000
    let zombieLooks = 0
    for (let { state } = await look(pid); state !== null && zombieLooks < 10; { state } = await look(pid)) {
      if (state.startsWith('Z')) zombieLooks++
      if (performance.now() > killAtMs) send(pid, 'SIGKILL')
      await delay(50)
    }
  }
  await rm(pidFile, { force: true })
}

export function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error // gone already is what was wanted
  }
}
