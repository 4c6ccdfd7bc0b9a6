import { Unreadable } from '../file.ts'
import { readXml } from './xml.ts'
import type { Parts } from './zip.ts'

/** They are held in memory while the sheet is read. */
const STRINGS_BYTES_MAX = 67_108_864
const STRINGS_MAX = 2_000_000

/** The texts cells point to by number. Letters of a text may be formatted apart (`r`); readings beside it (`rPh`) are no part of it. */
export const readStrings = async (parts: Parts, part: string | null): Promise<readonly string[]> => {
  if (part === null) return []
  const strings: string[] = []
  let text = ''
  let inText = false
  let inReading = false
  for await (const _ of readXml(parts.read(part, STRINGS_BYTES_MAX), {
    open: (tag) => {
      if (tag === 'si') text = ''
      if (tag === 't') inText = true
      if (tag === 'rPh') inReading = true
    },
    text: (piece) => {
      if (inText && !inReading) text += piece
    },
    close: (tag) => {
      if (tag === 't') inText = false
      if (tag === 'rPh') inReading = false
      if (tag === 'si') strings.push(text)
    },
  }))
    if (strings.length > STRINGS_MAX)
      throw new Unreadable('file-too-large', `holds more than ${STRINGS_MAX} texts`)
  return strings
}
