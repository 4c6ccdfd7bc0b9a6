import { readdirSync, readFileSync } from 'node:fs'

const WITHIN_MS = 10_000
const AGAIN_MS = 50
/** Looks in a row that must find nothing: a process may be between its parent's fork and its own environment. */
const QUIET_LOOKS = 2

/**
 * Ends every process that works in a folder, whoever started it, and gives how many there were. It is synchronous: while it runs, nothing of
 * this process can start another. What is in the folder is thrown away, so nobody is asked to end in order.
 */
export const endAllIn = (folder: string): number => {
  const ended = new Set<number>()
  const deadlineMs = performance.now() + WITHIN_MS
  for (let quiet = 0; quiet < QUIET_LOOKS && performance.now() < deadlineMs; ) {
    const found = processesIn(folder)
    for (const pid of found) {
      ended.add(pid)
      kill(pid)
    }
    quiet = found.length === 0 ? quiet + 1 : 0
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, AGAIN_MS)
  }
  return ended.size
}

/** Processes that were given the folder in their environment, as their place for temporary files or as their data folder. */
const processesIn = (folder: string): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => environmentOf(name).includes(folder))
    .map(Number)

/** Empty of one that has ended, or is another user's. */
const environmentOf = (pid: string): string => {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1')
  } catch {
    return ''
  }
}

const kill = (pid: number) => {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // gone by itself between the look and this
  }
}
