import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const ROOT = join(import.meta.dirname, '../..')
const POLL_MS = 50

/** A start of the product as a person makes it, watched from outside. */
export type Started = {
  stdout(): string
  stderr(): string
  /** Waits until something was said on either channel; throws with what was said if it ends or the bound passes before. */
  said(what: RegExp, withinMs: number): Promise<RegExpExecArray>
  /** Exit code as a shell shows it (130 for an end by SIGINT) and how long it ran; throws if it does not end within the bound. */
  ended(withinMs: number): Promise<{ code: number; seconds: number }>
  /** What a terminal's Ctrl-C does: the signal reaches npm, the bootstrap and the launcher, all of its group. */
  interrupt(): void
  kill(): Promise<void>
}

type How = {
  dataDir: string
  portBase: number
  /** Settings beyond these two; `undefined` unsets. */
  settings?: Record<string, string | undefined>
}

/** `npm start -- <args>` in a process group of its own. */
export const npmStart = (args: string[], how: How): Started =>
  watch(spawn('npm', ['run', '--silent', 'start', '--', ...args], options(how)))

/** The same without npm, which costs a third of a second each time: for starts that are refused. */
export const bootstrapStart = (args: string[], how: How): Started =>
  watch(spawn(process.execPath, ['infra/bootstrap/run.mjs', 'start', ...args], options(how)))

const options = ({ dataDir, portBase, settings }: How) => ({
  cwd: ROOT,
  detached: true,
  stdio: ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'],
  env: {
    ...personsEnvironment(),
    IOC_DATA_DIR: dataDir,
    IOC_PORT_BASE: String(portBase),
    ...settings,
  },
})

/** The environment without settings of the product, and without what the test runner added. */
const personsEnvironment = () => {
  const foreign = /^(IOC_|KAFKA_|CLICKHOUSE_|NATIONAL_IOC_|SNAPSHOT_|VITEST|NODE_OPTIONS$|npm_)/
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name))
  const path = (process.env.PATH ?? '').split(delimiter).filter((part) => !part.startsWith(ROOT))
  return { ...Object.fromEntries(kept), PATH: path.join(delimiter) }
}

const watch = (child: ChildProcess): Started => {
  const startedMs = performance.now()
  const heard = { stdout: '', stderr: '' }
  for (const channel of ['stdout', 'stderr'] as const)
    child[channel]?.setEncoding('utf8').on('data', (text: string) => {
      heard[channel] += text
    })
  let end: { code: number; seconds: number } | null = null
  // `close`, not `exit`: by then everything it said has been heard.
  child.once('close', (code, signal) => {
    end = { code: code ?? 128 + constants.signals[signal!], seconds: (performance.now() - startedMs) / 1000 }
  })
  const all = () => `${heard.stdout}\n${heard.stderr}`
  const tail = () => all().trim().split('\n').slice(-15).join('\n')
  const signal = (name: NodeJS.Signals) => {
    try {
      process.kill(-child.pid!, name)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error // the whole group has gone already
    }
  }
  const wait = async <T>(what: string, withinMs: number, look: () => T | null): Promise<T> => {
    const deadlineMs = performance.now() + withinMs
    while (performance.now() < deadlineMs) {
      const found = look()
      if (found !== null) return found
      await pause(POLL_MS)
    }
    throw new Error(`not within ${withinMs} ms: ${what}; last said:\n${tail()}`)
  }
  return {
    stdout: () => heard.stdout,
    stderr: () => heard.stderr,
    said: (what, withinMs) =>
      wait(`says ${what}`, withinMs, () => {
        const found = what.exec(all())
        if (!found && end)
          throw new Error(`ended with ${end.code} before it said ${what}; last said:\n${tail()}`)
        return found
      }),
    ended: (withinMs) => wait('it ends', withinMs, () => end),
    interrupt: () => signal('SIGINT'),
    kill: async () => {
      if (end) return
      signal('SIGTERM')
      await wait('it ends on SIGTERM', 20_000, () => end).catch(() => signal('SIGKILL'))
    },
  }
}

/** Process ids of everything that runs in a data folder: services, engines, launcher. */
export const pidsOf = (dataDir: string): Map<string, number> =>
  new Map(
    readdirSync(join(dataDir, 'run'))
      .filter((name) => name.endsWith('.pid'))
      .map((name) => [name.slice(0, -4), Number(readFileSync(join(dataDir, 'run', name), 'utf8'))]),
  )

/** True while a process is there; a zombie that only waits to be collected is not. */
export const isRunning = (pid: number): boolean => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3) !== 'Z'
  } catch {
    return false // no such process
  }
}
