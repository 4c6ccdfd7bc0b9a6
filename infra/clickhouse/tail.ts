import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

const TAIL_BYTES = 64 * 1024

/** The last 64 KiB of a log, which nobody rotates, in whole lines; nothing of what it held before it was `from` bytes long. */
export function tailOf(logFile: string, from = 0): string {
  const file = openSync(logFile, 'r')
  try {
    const end = fstatSync(file).size
    const start = Math.max(from, end - TAIL_BYTES)
    if (end <= start) return ''
    const bytes = Buffer.alloc(end - start)
    const text = bytes.toString('utf8', 0, readSync(file, bytes, 0, bytes.length, start))
    // The line that was cut through says nothing, unless it is the only one.
    const firstLineEnd = start > from ? text.indexOf('\n') : -1
    return text.slice(firstLineEnd + 1)
  } finally {
    closeSync(file)
  }
}
