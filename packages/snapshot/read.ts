/** What bytes say as JSON, or why they say nothing reliable. */
export type ReadJson = { kind: 'json'; json: unknown } | { kind: 'unreadable'; reason: string }

/**
 * Reads UTF-8 JSON strictly, as I-JSON (RFC 7493) asks: no invalid bytes, no byte order mark, no name twice in one object.
 * Twice the same name is refused because readers differ in which one counts: a signature would then hold for two contents.
 */
export const readJson = (bytes: Uint8Array): ReadJson => {
  let text: string
  let json: unknown
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    json = JSON.parse(text)
  } catch (error) {
    if (error instanceof TypeError) return { kind: 'unreadable', reason: 'the bytes are not UTF-8' }
    if (error instanceof SyntaxError) return { kind: 'unreadable', reason: 'the text is not JSON' }
    throw error
  }
  return hasNameTwice(text)
    ? { kind: 'unreadable', reason: 'an object has the same name twice' }
    : { kind: 'json', json }
}

const [QUOTE, COMMA, COLON, BACKSLASH] = [34, 44, 58, 92]
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [91, 93, 123, 125]

/** The names of an open object. Canonical JSON has them in ascending order, and then the last one is all that must be known. */
type Names = { last: string | null; all: Set<string> | null; inOrder: string[] }

/**
 * Of text that is JSON already; names count after their escapes are undone. From quote to quote by `indexOf`, the rest by character:
 * a regular expression took ten times as long on a day's snapshot.
 */
const hasNameTwice = (text: string): boolean => {
  const open: (Names | null)[] = [] // null for an array
  let nameIsNext = false
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case QUOTE: {
        const end = endOfString(text, at)
        if (nameIsNext && repeats(open.at(-1)!, nameAt(text, at, end))) return true
        at = end
        break
      }
      case OPEN_OBJECT:
        open.push({ last: null, all: null, inOrder: [] })
        nameIsNext = true
        break
      case OPEN_ARRAY:
        open.push(null)
        nameIsNext = false
        break
      case CLOSE_OBJECT:
      case CLOSE_ARRAY:
        open.pop()
        nameIsNext = false
        break
      case COLON:
        nameIsNext = false
        break
      case COMMA:
        nameIsNext = open.at(-1) !== null
        break
    }
  }
  return false
}

/** The quote that ends the string which begins at a quote: one with an even number of backslashes before it. */
const endOfString = (text: string, begin: number): number => {
  for (let end = text.indexOf('"', begin + 1); ; end = text.indexOf('"', end + 1)) {
    let before = end
    while (text.charCodeAt(before - 1) === BACKSLASH) before -= 1
    if ((end - before) % 2 === 0) return end
  }
}

const nameAt = (text: string, begin: number, end: number): string => {
  const raw = text.slice(begin + 1, end)
  return raw.includes('\\') ? JSON.parse(text.slice(begin, end + 1)) : raw
}

const repeats = (names: Names, name: string): boolean => {
  if (names.all === null) {
    if (names.last === null || names.last < name) {
      names.last = name
      names.inOrder.push(name)
      return false
    }
    names.all = new Set(names.inOrder)
  }
  if (names.all.has(name)) return true
  names.all.add(name)
  return false
}
