import { existsSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'

const TAIL_BYTES = 256 * 1024

/** What a log holds by now; what comes after belongs to the process that is about to start. */
export const lengthOf = (logFile: string): number => (existsSync(logFile) ? statSync(logFile).size : 0)

/** The text a log got since it was `from` bytes long, of that the last 256 KB. */
export async function saidSince(logFile: string, from: number): Promise<string> {
  const end = lengthOf(logFile)
  const start = Math.max(from, end - TAIL_BYTES)
  if (end <= start) return ''
  const file = await open(logFile, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(end - start), 0, end - start, start)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}

/** Kafka's newest complaint in one line, with the exception behind it; else the last line of all. Empty if it said nothing. */
export function complaintIn(text: string): string {
  const lines = text.trim().split('\n')
  const at = lines.findLastIndex((line) => /^\S+ +(ERROR|FATAL) /.test(line))
  if (at < 0) return lines.at(-1) ?? ''
  const head = lines[at]!.replace(/^\S+ +(ERROR|FATAL) +\S+ +/, '')
  const below = lines.slice(at + 1)
  const next = below.findIndex((line) => /^\d{4}-\d\d-\d\dT/.test(line))
  const trace = next < 0 ? below : below.slice(0, next)
  const causes = trace.filter((line) => line !== '' && !/^\s/.test(line))
  const cause = causes.findLast((line) => line.startsWith('Caused by: ')) ?? causes[0]
  return cause === undefined ? head : `${head} — ${cause.replace('Caused by: ', '')}`
}
