/** What bytes say as JSON, or why they say nothing reliable. */
export type ReadJson = { kind: 'json'; json: unknown } | { kind: 'unreadable'; reason: string }

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g

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

/** Of text that is JSON already; names count after their escapes are undone. */
const hasNameTwice = (text: string): boolean => {
  const open: (Set<string> | null)[] = [] // the names of each open object; null for an array
  let last = ''
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{') open.push(new Set())
    else if (token === '[') open.push(null)
    else if (token === '}' || token === ']') open.pop()
    else if (token === ':') {
      const names = open.at(-1)
      const name: string = JSON.parse(last)
      if (names?.has(name)) return true
      names?.add(name)
    }
    last = token
  }
  return false
}
