import { isAscii, isUtf8 } from 'node:buffer'
import type { DropSettings } from './settings.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1258'

const BOMS: readonly [Encoding, readonly number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]

/** A text that is mostly Latin has a zero in every second byte when it is UTF-16. */
const wide = (start: Buffer): Encoding | null => {
  const zeros = [0, 0]
  const looked = start.subarray(0, 4_096)
  for (let i = 0; i < looked.length; i++) if (looked[i] === 0) zeros[i % 2]!++
  const many = looked.length / 8
  if (zeros[1]! > many && zeros[1]! > 4 * zeros[0]!) return 'utf-16le'
  return zeros[0]! > many && zeros[0]! > 4 * zeros[1]! ? 'utf-16be' : null
}

/**
 * UTF-8 unless the lines say otherwise: most of those that are more than ASCII are none, and they are several, or the first, as a head is.
 * One broken line among others does not turn the file.
 */
const narrow = (start: Buffer): Encoding => {
  let good = 0
  let bad = 0
  let isFirst = false
  for (let from = 0, line = 0; from < start.length; line++) {
    const end = start.indexOf(0x0a, from)
    // The last line may be cut in the middle of a letter.
    if (end < 0 && from > 0) break
    const bytes = start.subarray(from, end < 0 ? start.length : end)
    if (!isAscii(bytes)) {
      const is = isUtf8(bytes)
      if (line === 0) isFirst = !is
      if (is) good++
      else bad++
    }
    if (end < 0) break
    from = end + 1
  }
  return bad > good && (bad > 1 || isFirst) ? 'windows-1258' : 'utf-8'
}

/** The encoding of a text by its beginning (JSON is Unicode, whatever its bytes look like), and where after a byte order mark it begins. What the settings say goes before a guess. */
export const encodingOf = (
  start: Buffer,
  told: DropSettings['encoding'],
  form: 'csv' | 'json',
): { encoding: Encoding; from: number } => {
  for (const [encoding, bom] of BOMS)
    if (bom.every((byte, i) => start[i] === byte)) return { encoding, from: bom.length }
  if (told === 'utf-16') return { encoding: wide(start) ?? 'utf-16le', from: 0 }
  return { encoding: told ?? wide(start) ?? (form === 'json' ? 'utf-8' : narrow(start)), from: 0 }
}

/** Makes text of one line; null where its bytes are none in this encoding. */
export const decoderOf = (encoding: Encoding): ((bytes: Buffer) => string | null) => {
  if (encoding === 'utf-8') return (bytes) => (isUtf8(bytes) ? bytes.toString('utf8') : null)
  // Composed afterwards: windows-1258 writes tones as letters of their own.
  const decoder = new TextDecoder(encoding)
  return (bytes) => decoder.decode(bytes)
}
