import { hash } from 'node:crypto'
import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** Rows remembered of one file, 16 bytes each: a hash, and when the file was written in which the row was first seen. Those beyond are read again when it changes. */
const ROWS_MAX = 2_000_000
const BYTES = 16

/**
 * 53 bits of a row: a whole number that a double holds. That a changed row is taken for one of two million known ones, and so
 * is lost, has a chance of one in four thousand million.
 */
export const rowHash = (content: string | Buffer): number => {
  const digest = hash('sha256', content, 'buffer')
  return digest.readUInt32BE(0) * 2_097_152 + (digest.readUInt32BE(4) >>> 11)
}

/** Rows of a file as it was read last: when each was first seen (business clock, epoch ms), or null. */
export type KnownRows = { seenMs(hash: number): number | null }

export const readRowHashes = (path: string): KnownRows | null => {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  const hashes = new Float64Array(Math.floor(bytes.length / BYTES))
  for (let i = 0; i < hashes.length; i++) hashes[i] = bytes.readDoubleLE(i * BYTES)
  hashes.sort()
  const placeOf = (wanted: number): number => {
    let low = 0
    let high = hashes.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (hashes[middle]! < wanted) low = middle + 1
      else high = middle
    }
    return low
  }
  const seen = new Float64Array(hashes.length)
  for (let i = 0; i < hashes.length; i++)
    seen[placeOf(bytes.readDoubleLE(i * BYTES))] = bytes.readDoubleLE(i * BYTES + 8)
  return {
    seenMs: (wanted) => {
      const place = placeOf(wanted)
      return hashes[place] === wanted ? seen[place]! : null
    },
  }
}

/**
 * Writes the hashes of a file while it is read. Begun again in the middle it keeps the first `rows`, which the checkpoint counted, and lets
 * go of what was written after it.
 */
export const openRowHashes = (path: string, rows: number) => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const handle = openSync(path, rows > 0 ? 'a+' : 'w', 0o600)
  if (rows > 0) ftruncateSync(handle, Math.min(rows, ROWS_MAX) * BYTES)
  let count = rows
  let waiting: number[] = []
  return {
    add: (hashed: number, seenMs: number) => {
      if (count++ < ROWS_MAX) waiting.push(hashed, seenMs)
    },
    /** Rows told so far. On disk before a checkpoint says so. */
    flush: (): number => {
      const bytes = Buffer.allocUnsafe(waiting.length * 8)
      waiting.forEach((each, i) => {
        bytes.writeDoubleLE(each, i * 8)
      })
      if (bytes.length > 0) writeSync(handle, bytes)
      waiting = []
      return count
    },
    close: () => closeSync(handle),
  }
}
