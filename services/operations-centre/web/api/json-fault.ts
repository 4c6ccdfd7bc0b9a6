const SPACE = /[ \t\n\r]*/y
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids exactly these inside a string
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const PLAIN = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y

/**
 * Where a text stops being JSON, line and column from 1; null: it is JSON. Engines say it in English, each in its own words and
 * some without a place.
 */
export function jsonFaultOf(text: string): { line: number; column: number } | null {
  let at = 0
  const take = (what: RegExp): boolean => {
    what.lastIndex = at
    if (!what.test(text)) return false
    at = what.lastIndex
    return true
  }
  const space = () => void take(SPACE)
  const sign = (one: string): boolean => {
    space()
    if (text[at] !== one) return false
    at += 1
    space()
    return true
  }
  /** What stands between two brackets, by comma. */
  const listed = (end: string, item: () => boolean): boolean => {
    if (sign(end)) return true
    for (;;) {
      if (!item()) return false
      if (sign(',')) continue
      return sign(end)
    }
  }
  const value = (): boolean => {
    space()
    if (sign('{')) return listed('}', () => take(STRING) && sign(':') && value())
    if (sign('[')) return listed(']', value)
    return take(STRING) || take(PLAIN)
  }
  const isWhole = value()
  space()
  if (isWhole && at === text.length) return null
  const before = text.slice(0, at)
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') }
}
