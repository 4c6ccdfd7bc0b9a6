import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Writes `$IOC_DATA_DIR/run/<service>.pid` (design §6). Where several of a service run, the newest has the file.
 * Gives a function that hands the file back: to the process that had it, if that still lives, else it is removed.
 */
export const writePidFile = (dataDir: string, service: string): (() => void) => {
  const file = join(dataDir, 'run', `${service}.pid`)
  const own = String(process.pid)
  mkdirSync(join(dataDir, 'run'), { recursive: true })
  const before = read(file)
  write(file, own)
  return () => {
    if (read(file) !== own) return
    // A second start that fails at once (port taken) must not hide the one that runs.
    if (before !== null && before !== own && isAlive(Number(before))) write(file, before)
    else rmSync(file, { force: true })
  }
}

const write = (file: string, pid: string) => {
  writeFileSync(`${file}.${process.pid}`, pid)
  renameSync(`${file}.${process.pid}`, file) // whole or not at all: others read it to send signals
}

const read = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' // another user's process lives too
  }
}
