import { readFileSync } from 'node:fs'

/** Whether a process of that id exists and has not ended. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM'
  }
  return !isZombie(pid)
}

/** Whether a process is held still by SIGSTOP; false where that cannot be seen (no /proc). */
export function isPaused(pid: number): boolean {
  return look(pid)?.state === 'T'
}

/**
 * Whether a process has ended and only waits to be collected, which nobody may ever do: in a container the first process often does
 * not. While others of its threads still end, its ports and files are not free, and it is not one yet. False where there is no /proc.
 */
export function isZombie(pid: number): boolean {
  const seen = look(pid)
  return seen !== null && (seen.state === 'Z' || seen.state === 'X') && seen.threads <= 1
}

/** State and number of threads: fields 3 and 20 of proc_pid_stat(5), counted from behind the name, which may hold anything. */
function look(pid: number): { state: string; threads: number } | null {
  let stat: string
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return null // gone, or no /proc: whoever waits for it goes by its other signs
  }
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return { state: fields[0]!, threads: Number(fields[17]) }
}
