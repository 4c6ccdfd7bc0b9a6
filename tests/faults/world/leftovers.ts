import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** Folders of worlds that stand: what runs in them has its process id in their `run/`. */
const folders = new Set<string>()
const pids = new Set<number>()

export const ownFolder = (folder: string): void => void folders.add(folder)
export const disownFolder = (folder: string): void => void folders.delete(folder)
export const ownProcess = (pid: number): void => void pids.add(pid)
export const disownProcess = (pid: number): void => void pids.delete(pid)

/** Whatever ends this process, nothing it started outlives it and no folder of it stays, except those of failures. */
export const clearOnExit = (): void => {
  let interrupts = 0 // the first asks for the report
  process.on('exit', () => {
    for (const pid of [...pids, ...[...folders].flatMap(pidsIn)]) kill(pid)
    for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  })
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)
    process.on(signal, () => {
      if (signal === 'SIGINT' && interrupts++ === 0) return
      process.exit(code)
    })
}

const pidsIn = (folder: string): number[] => {
  try {
    const run = join(folder, 'run')
    return readdirSync(run)
      .filter((name) => /^(kafka|clickhouse)\.pid$/.test(name))
      .map((name) => Number(readFileSync(join(run, name), 'utf8')))
  } catch {
    return [] // nothing was started in it yet
  }
}

const kill = (pid: number) => {
  try {
    if (pid > 1) process.kill(pid, 'SIGKILL')
  } catch {
    // gone already
  }
}
