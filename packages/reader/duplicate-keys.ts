const QUOTE = 34
const BACKSLASH = 92
const OPEN = 123
const CLOSE = 125
const LIST_OPEN = 91
const LIST_CLOSE = 93
const COMMA = 44
const COLON = 58

/** Offset of the quote that ends the string beginning at `from`. The text is JSON already. */
const endOfString = (text: string, from: number): number => {
  for (let at = from + 1; ; at++) {
    const sign = text.charCodeAt(at)
    if (sign === BACKSLASH) at++
    else if (sign === QUOTE) return at
  }
}

/** The first field that an object of this JSON text names twice, or null. Readers take the last one; the text would keep what the first one held. */
export const fieldNamedTwice = (text: string): string | null => {
  const open: (Set<string> | null)[] = []
  let string: string | null = null
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE: {
        const end = endOfString(text, at)
        string = text.slice(at, end + 1)
        at = end
        break
      }
      case COLON: {
        const name = string!.includes('\\') ? (JSON.parse(string!) as string) : string!.slice(1, -1)
        const names = open.at(-1)!
        if (names.has(name)) return name
        names.add(name)
        break
      }
      case OPEN:
        open.push(new Set())
        break
      case LIST_OPEN:
        open.push(null)
        break
      case CLOSE:
      case LIST_CLOSE:
        open.pop()
        break
      case COMMA:
        string = null
        break
    }
  }
  return null
}

/**
 * True if a field is named twice anywhere in a JSON text. What a program wrote is the text of what it reads back, letter by
 * letter, and then no field can be twice; only other texts are looked through.
 */
export const namesFieldTwice = (text: string, json: unknown): boolean =>
  JSON.stringify(json) !== text && fieldNamedTwice(text) !== null
