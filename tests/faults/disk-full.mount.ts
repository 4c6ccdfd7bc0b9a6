import { execFileSync } from 'node:child_process'
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Mounts of this test carry its name and process id, so that those of a test that was killed can be told and taken away. */
const NAME = 'ioc-disk-full'
const CHUNK = Buffer.alloc(64 * 1024)

/** Mounts a disk of a few megabytes (tmpfs) on a folder. Gives the unmount, which may be called when it is gone already. */
export const mountSmallDisk = (folder: string, megabytes: number): (() => void) => {
  mkdirSync(folder, { recursive: true })
  run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, `${NAME}-${process.pid}`, folder])
  return () => {
    if (mounts().some(({ at }) => at === folder)) run('umount', [folder])
  }
}

/** Writes until nothing more fits; removing the file gives it all back. */
export const fillDisk = (folder: string): (() => void) => {
  const ballast = join(folder, 'ballast')
  const file = openSync(ballast, 'w')
  try {
    // The last bytes too: what is left of a page still takes a small record.
    for (let size = CHUNK.length; size >= 1; size = Math.floor(size / 4)) writeUntilFull(file, size)
  } finally {
    closeSync(file)
  }
  return () => rmSync(ballast, { force: true })
}

const writeUntilFull = (file: number, size: number) => {
  for (;;) {
    try {
      writeSync(file, CHUNK, 0, size)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
      return
    }
  }
}

/** Takes away what a killed test left mounted, and says why nothing can be mounted here; null if it can. */
export const whyNoMount = (): string | null => {
  if (process.getuid?.() !== 0) return 'only root can mount a small disk'
  for (const { source, at } of mounts()) {
    const pid = Number(new RegExp(`^${NAME}-(\\d+)$`).exec(source)?.[1])
    if (Number.isInteger(pid) && !isAlive(pid)) run('umount', ['-l', at])
  }
  const folder = mkdtempSync(join(tmpdir(), `${NAME}-`))
  try {
    mountSmallDisk(folder, 1)()
    return null
  } catch (error) {
    return `mount: ${String((error as { stderr?: Buffer }).stderr ?? error).trim()}`
  } finally {
    rmdirSync(folder)
  }
}

const mounts = () =>
  readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .map(([source = '', at = '']) => ({ source, at }))

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false // we are root: no such process
  }
}

const run = (program: string, args: string[]) => execFileSync(program, args, { stdio: 'pipe' })
