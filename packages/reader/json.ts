import { keep, type Outcome, type Reason, reject } from '@ioc/schemas'

/** Levels of nesting below an event's data. */
export const DEPTH_MAX = 32
const utf8 = new TextDecoder('utf-8', { fatal: true })

const refuse = (code: Reason['code'], message: string) => reject({ path: 'data', code, message })

/** Iterative, so that a record of a million brackets cannot exhaust the stack. */
export const tooDeep = (root: unknown, levelsMax = DEPTH_MAX): boolean => {
  let level: unknown[] = [root]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > levelsMax) return true
    const next: unknown[] = []
    for (const value of level)
      if (typeof value === 'object' && value !== null)
        for (const child of Object.values(value))
          if (typeof child === 'object' && child !== null) next.push(child)
    level = next
  }
  return false
}

const openings = (text: string): number => {
  let count = 0
  for (let at = text.indexOf('{'); at >= 0 && count <= DEPTH_MAX; at = text.indexOf('{', at + 1)) count++
  for (let at = text.indexOf('['); at >= 0 && count <= DEPTH_MAX; at = text.indexOf('[', at + 1)) count++
  return count
}

/** Reads a record's value as one JSON object; gives the text too, since the ledger keeps it as it came. */
export const readJson = (bytes: Buffer | null): Outcome<{ text: string; json: Record<string, unknown> }> => {
  if (bytes === null || bytes.length === 0) return refuse('no-value', 'the record has no value')
  let text: string
  try {
    text = utf8.decode(bytes)
  } catch {
    return refuse('not-utf8', 'the value is not UTF-8 text')
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return refuse('not-json', 'the value is not JSON')
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return refuse('not-an-object', 'the value is JSON, but not an object')
  // A short text without so many brackets cannot be that deep; looking at every value costs more than parsing did.
  if (openings(text) > DEPTH_MAX && tooDeep(json))
    return refuse('too-deep', `the value is nested deeper than ${DEPTH_MAX} levels`)
  return keep({ text, json: json as Record<string, unknown> })
}
