// No document of ours is a tenth as deep; an endless nest from outside must not end in a stack overflow.
export const DEPTH_MAX = 64

/**
 * The bytes of RFC 8785, or null where something has no canonical form: checked and written in one pass, character by character into
 * one buffer. A day's snapshot is 9 MB; through strings (the library `canonicalize`, or JSON.stringify over a sorted copy) it took
 * three to ten times as long, most of it collecting garbage. The tests hold it against the library.
 *
 * Members that JSON.stringify would leave out (undefined) or ask for another value (toJSON) are refused: what was signed would not be
 * what was given.
 */
export const writeCanonical = (value: unknown): Uint8Array | null => {
  const out: Out = { bytes: Buffer.allocUnsafe(1024), at: 0 }
  return write(out, value, 0) ? out.bytes.subarray(0, out.at) : null
}

/** A plain object: no Date, no Map, nothing that says it is another. */
export const isPlain = (value: object): boolean => {
  const prototype = Object.getPrototypeOf(value)
  return (prototype === Object.prototype || prototype === null) && !('toJSON' in value)
}

type Out = { bytes: Buffer; at: number }

const [QUOTE, COMMA, COLON, BACKSLASH] = [34, 44, 58, 92]
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [91, 93, 123, 125]

const write = (out: Out, value: unknown, depth: number): boolean => {
  if (depth > DEPTH_MAX) return false
  switch (typeof value) {
    case 'string':
      return writeString(out, value)
    case 'number':
      // Section 3.2.2.3 is what String does, -0 included.
      return Number.isFinite(value) && writeAscii(out, String(value))
    case 'boolean':
      return writeAscii(out, value ? 'true' : 'false')
    case 'object':
      if (value === null) return writeAscii(out, 'null')
      return Array.isArray(value) ? writeArray(out, value, depth) : writeObject(out, value, depth)
    default:
      return false
  }
}

const writeArray = (out: Out, items: readonly unknown[], depth: number): boolean => {
  writeByte(out, OPEN_ARRAY)
  for (let i = 0; i < items.length; i += 1) {
    if (i > 0) writeByte(out, COMMA)
    if (!write(out, items[i], depth + 1)) return false
  }
  return writeByte(out, CLOSE_ARRAY)
}

const writeObject = (out: Out, object: object, depth: number): boolean => {
  if (!isPlain(object)) return false
  const names = inOrder(Object.keys(object))
  writeByte(out, OPEN_OBJECT)
  for (let i = 0; i < names.length; i += 1) {
    const name = names[i]!
    if (i > 0) writeByte(out, COMMA)
    if (!writeString(out, name)) return false
    writeByte(out, COLON)
    if (!write(out, (object as Record<string, unknown>)[name], depth + 1)) return false
  }
  return writeByte(out, CLOSE_OBJECT)
}

/** Names as objects had them lately, by how many, and the same in order: thousands of values are made alike, and sorting took half of the time. */
const lately: { names: readonly string[]; sorted: readonly string[] }[] = []
const NAMES_MAX = 32

/** By UTF-16 code units, as section 3.2.3 asks. */
const inOrder = (names: readonly string[]): readonly string[] => {
  const last = lately[names.length]
  if (last && isSame(last.names, names)) return last.sorted
  const sorted = names.toSorted((a, b) => (a < b ? -1 : 1))
  if (names.length <= NAMES_MAX) lately[names.length] = { names, sorted }
  return sorted
}

const isSame = (a: readonly string[], b: readonly string[]): boolean => {
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return false
  return true
}

/** Most strings are plain ASCII; the first character that is not sends the string the other way. */
const writeString = (out: Out, text: string): boolean => {
  room(out, text.length + 2)
  const { bytes } = out
  let at = out.at
  bytes[at++] = QUOTE
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    if (code < 0x20 || code > 0x7e || code === QUOTE || code === BACKSLASH) return writeAnyString(out, text)
    bytes[at++] = code
  }
  bytes[at++] = QUOTE
  out.at = at
  return true
}

/** Section 3.2.2.2 is what JSON.stringify does with a string; half of a surrogate pair has no form. */
const writeAnyString = (out: Out, text: string): boolean => {
  if (!text.isWellFormed()) return false
  const quoted = JSON.stringify(text)
  room(out, quoted.length * 3)
  out.at += out.bytes.write(quoted, out.at, 'utf8')
  return true
}

const writeAscii = (out: Out, text: string): boolean => {
  room(out, text.length)
  for (let i = 0; i < text.length; i += 1) out.bytes[out.at + i] = text.charCodeAt(i)
  out.at += text.length
  return true
}

const writeByte = (out: Out, byte: number): boolean => {
  room(out, 1)
  out.bytes[out.at++] = byte
  return true
}

const room = (out: Out, bytes: number): void => {
  if (out.at + bytes <= out.bytes.length) return
  const larger = Buffer.allocUnsafe(Math.max(out.bytes.length * 2, out.at + bytes))
  out.bytes.copy(larger, 0, 0, out.at)
  out.bytes = larger
}
