import type { Encoding } from './encoding.ts'
import { BYTES_KEPT } from './faults.ts'
import { type OpenFile, type Place, readChunks } from './file.ts'

/** One line without its end: its number from 1, and where the next begins. */
export type Line = { bytes: Buffer; line: number; next: number; tooLong: boolean }

/** Longer than this is no line of records: a file without line ends would otherwise have to fit the memory. */
export const LINE_BYTES_MAX = 1_048_576
const LF = 0x0a

/** Where a line ends and the next begins, or -1. Of UTF-16, a line end is a pair of bytes at an even place. */
const lineEnd = (data: Buffer, from: number, encoding: Encoding): number => {
  if (encoding === 'utf-8' || encoding === 'windows-1258') return data.indexOf(LF, from)
  const [parity, zeroAt] = encoding === 'utf-16le' ? [0, 1] : [1, -1]
  for (let i = data.indexOf(LF, from); i >= 0; i = data.indexOf(LF, i + 1))
    if (i % 2 === parity && data[i + zeroAt] === 0) return i
  return -1
}

/** Lines of a text from a place on, as many as a chunk of the file holds. Memory is bounded by the longest line that is taken. */
export async function* readLines(
  file: OpenFile,
  { from, encoding }: { from: Place; encoding: Encoding },
): AsyncGenerator<Line[]> {
  const isWide = encoding.startsWith('utf-16')
  const [before, after] = !isWide ? [0, 1] : encoding === 'utf-16le' ? [0, 2] : [1, 1]
  let { at, line } = from
  let rest: Buffer = Buffer.alloc(0)
  /** Bytes of the present line that were already let go. */
  let dropped = 0
  let head: Buffer | null = null

  const take = (bytes: Buffer, next: number): Line => {
    const tooLong = dropped + bytes.length > LINE_BYTES_MAX
    const taken = { bytes: head ?? bytes, line, next, tooLong }
    at = next
    line++
    dropped = 0
    head = null
    return taken
  }

  for await (const chunk of readChunks(file, at)) {
    const data: Buffer = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    const lines: Line[] = []
    let start = 0
    for (;;) {
      const end = lineEnd(data, start, encoding)
      // The second byte of a pair may come with the next chunk.
      if (end < 0 || end + after > data.length) break
      const bytes = data.subarray(start, end - before)
      lines.push(take(bytes, at + dropped + (end + after - start)))
      start = end + after
    }
    rest = data.subarray(start)
    if (dropped + rest.length > LINE_BYTES_MAX) {
      head ??= Buffer.from(rest.subarray(0, BYTES_KEPT))
      const letGo = isWide ? rest.length - (rest.length % 2) : rest.length
      dropped += letGo
      rest = Buffer.from(rest.subarray(letGo))
    }
    if (lines.length > 0) yield lines
  }
  if (file.signal.aborted) return
  if (rest.length + dropped > 0) yield [take(rest, at + dropped + rest.length)]
}
