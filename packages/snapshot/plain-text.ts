import { canonicalBytes, NotCanonical } from './canonical.ts'

/** What a text of bytes, a character a byte, says as JSON; undefined for none. Bytes that are no UTF-8 are read as others, which `isWritten` finds. */
export const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(Buffer.from(text, 'latin1').toString('utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Is the text, a character a byte, the canonical form of what it says? */
export const isWritten = (json: unknown, text: string): boolean => {
  try {
    return Buffer.from(text, 'latin1').equals(canonicalBytes(json))
  } catch (error) {
    if (error instanceof NotCanonical) return false
    throw error
  }
}
