const codes = (text: string) => [...text].map((character) => character.charCodeAt(0))
const [QUOTE, BACKSLASH, COMMA] = codes('"\\,')
const OPENING = new Set(codes('[{'))
const CLOSING = new Set(codes(']}'))

/**
 * The bytes of each element of a JSON array, as they came, spaces around them included. Of an array that was parsed before: what
 * is no JSON is not noticed. Needs no stack, where `JSON.stringify` of a value some thousand levels deep throws.
 */
export const elementsOf = (array: Buffer): Buffer[] => {
  const elements: Buffer[] = []
  let depth = 0
  let start = 0
  let inText = false
  for (let at = 0; at < array.length; at++) {
    const byte = array[at]!
    if (inText) {
      if (byte === BACKSLASH) at++
      else if (byte === QUOTE) inText = false
    } else if (byte === QUOTE) inText = true
    else if (OPENING.has(byte)) {
      if (depth++ === 0) start = at + 1
    } else if (CLOSING.has(byte) ? --depth === 0 : byte === COMMA && depth === 1) {
      elements.push(array.subarray(start, at))
      start = at + 1
    }
  }
  return elements
}
