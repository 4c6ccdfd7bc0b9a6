import { isUtf8 } from 'node:buffer'

/** Bytes shown of a record that is no JSON. */
const BYTES_SHOWN = 600

/** What bytes look like without what they say: letters are `x`, digits `0`; punctuation, blanks and lines stay. */
export type Outline = {
  bytes: number
  /** Offset of the first byte that is not UTF-8; null if all is. */
  notUtf8At: number | null
  outline: string
  shownBytes: number
}

const firstFault = (bytes: Buffer): number | null => {
  if (isUtf8(bytes)) return null
  let [good, bad] = [0, bytes.length]
  // Halving by whole prefixes; a prefix that ends inside a character is held over by the stream, not faulted.
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if (startsWell(bytes.subarray(0, middle))) good = middle
    else bad = middle
  }
  return good
}

const startsWell = (bytes: Buffer): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false // the fault lies inside
  }
}

/** The outline of a record's bytes. */
export const outlineOf = (bytes: Buffer): Outline => {
  const shown = bytes.subarray(0, BYTES_SHOWN)
  const outline = shown
    .toString('utf8')
    .replace(/\p{L}\p{M}*/gu, 'x')
    .replace(/\p{N}/gu, '0')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu, (sign) => (sign === '\n' || sign === '\t' ? sign : '·'))
  return { bytes: bytes.length, notUtf8At: firstFault(bytes), outline, shownBytes: shown.length }
}
