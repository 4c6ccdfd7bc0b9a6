import { statfsSync } from 'node:fs'

/** Below this neither engine can write a part or roll a segment. */
export const FREE_BYTES_MIN = 16 * 1024 * 1024

/** If the disk of a folder is as good as full: what is full and what helps, for people; null while there is room. */
export function whyFull(folder: string): string | null {
  const { bavail, bsize } = statfsSync(folder)
  const free = bavail * bsize
  if (free >= FREE_BYTES_MIN) return null
  return `the disk of ${folder} is full (${(free / 1024 / 1024).toFixed(1)} MB left): free some space there, the rest goes by itself`
}

/** A disk whose every look is remembered: bytes that are given back must not hide that it was full before. */
export interface WatchedDisk {
  folder: string
  /** As `whyFull`. */
  look(): string | null
  /** How many looks found it full so far. */
  timesFull(): number
}

export function watchDisk(folder: string): WatchedDisk {
  let timesFull = 0
  return {
    folder,
    look: () => {
      const full = whyFull(folder)
      if (full !== null) timesFull += 1
      return full
    },
    timesFull: () => timesFull,
  }
}
