import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { isRunning } from './process.ts'

/**
 * Names a process in a pid file. Gives what takes that back: a process named there before that still runs has the file again, since
 * a second start on its folder, which is refused, must not hide it.
 */
export function writePidFile(file: string, pid: number): () => void {
  const before = read(file)
  write(file, pid)
  return () => {
    if (before !== null && before !== pid && isRunning(before)) write(file, before)
    else rmSync(file, { force: true })
  }
}

/** Whole or not at all: others read it to send signals, and the disk may be full. */
function write(file: string, pid: number): void {
  const draft = `${file}.${process.pid}`
  try {
    writeFileSync(draft, `${pid}\n`)
    renameSync(draft, file)
  } finally {
    rmSync(draft, { force: true })
  }
}

function read(file: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10)
    return pid > 1 ? pid : null
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw thrown
  }
}
