import { readInstant, readInstantAt } from '@ioc/schemas/events/instant.ts'
import {
  BACKSLASH,
  CLOSE,
  COMMA,
  checksOf,
  cursor,
  defOf,
  LIST_CLOSE,
  QUOTE,
  type Read,
  type Schema,
  ZERO,
} from './sure-cursor.ts'

/** Beyond so many digits a number may not be exact. */
const DIGITS_MAX = 15

/** Where a text that begins at `from` ends, if every character of it means itself. */
const endOfPlain = (from: number): number => {
  for (let to = from; ; to++) {
    const sign = cursor.text.charCodeAt(to)
    if (sign === QUOTE) return to
    if (!(sign >= 32 && sign < 127 && sign !== BACKSLASH)) return -1 // the end of the text is NaN
  }
}

const readPlain = (): string | undefined => {
  if (cursor.text.charCodeAt(cursor.at) !== QUOTE) return undefined
  const end = endOfPlain(cursor.at + 1)
  if (end < 0) return undefined
  const content = cursor.text.slice(cursor.at + 1, end)
  cursor.at = end + 1
  return content
}

/** A text all of whose patterns fit. */
export const stringReader = (schema: Schema): Read | null => {
  const checks = checksOf(schema)
  const patterns = checks.map(({ check, format, pattern }) =>
    check === 'string_format' && format === 'regex' && pattern instanceof RegExp && pattern.flags === ''
      ? pattern
      : null,
  )
  if (!patterns.every((pattern) => pattern !== null)) return null
  return () => {
    const content = readPlain()
    if (content === undefined) return undefined
    for (const pattern of patterns) if (!pattern.test(content)) return undefined
    return content
  }
}

/** An instant, as epoch ms. */
export const readMoment: Read = () => {
  if (cursor.text.charCodeAt(cursor.at) !== QUOTE) return undefined
  const usual = readInstantAt(cursor.text, cursor.at + 1)
  if (usual !== null && cursor.text.charCodeAt(cursor.at + 26) === QUOTE) {
    cursor.at += 27
    return usual
  }
  const content = readPlain()
  const read = content === undefined ? undefined : readInstant(content)
  return typeof read === 'number' ? read : undefined
}

export const readYesNo: Read = () => {
  const value = cursor.text.startsWith('true', cursor.at)
  if (!value && !cursor.text.startsWith('false', cursor.at)) return undefined
  cursor.at += value ? 4 : 5
  return value
}

/** Whole numbers without a sign alone: others are rare, and the long way knows them. */
export const numberReader = (schema: Schema): Read | null => {
  let [least, most, whole] = [0, Number.MAX_SAFE_INTEGER, false]
  for (const { check, value, inclusive, format } of checksOf(schema)) {
    if (check === 'number_format' && format === 'safeint') whole = true
    else if (check === 'greater_than' && inclusive === true) least = Math.max(least, value as number)
    else if (check === 'less_than' && inclusive === true) most = Math.min(most, value as number)
    else return null
  }
  if (!whole) return null
  return () => {
    const from = cursor.at
    let number = 0
    let to = cursor.at
    for (; ; to++) {
      const digit = cursor.text.charCodeAt(to) - ZERO
      if (!(digit >= 0 && digit <= 9)) break
      number = number * 10 + digit
    }
    const digits = to - from
    if (digits === 0 || digits > DIGITS_MAX || (digits > 1 && cursor.text.charCodeAt(from) === ZERO))
      return undefined
    const sign = cursor.text.charCodeAt(to)
    // A point or an exponent would go on: only what may follow a value may.
    if (sign !== COMMA && sign !== CLOSE && sign !== LIST_CLOSE) return undefined
    if (number < least || number > most) return undefined
    cursor.at = to
    return number
  }
}

/** The words of an enum by their first letter, so that few are compared. */
export const enumReader = (schema: Schema): Read | null => {
  const words = Object.values(defOf(schema).entries as Record<string, unknown>)
  if (
    checksOf(schema).length > 0 ||
    !words.every((word) => typeof word === 'string' && /^[ -!#-[\]-~]+$/.test(word))
  )
    return null
  const byLetter = Map.groupBy(words as string[], (word) => word.charCodeAt(0))
  const table = Array.from({ length: 127 }, (_, letter) =>
    (byLetter.get(letter) ?? []).map((word) => ({ word, said: `"${word}"` })),
  )
  return () => {
    const letter = cursor.text.charCodeAt(cursor.at + 1)
    if (!(letter < 127)) return undefined
    for (const { word, said } of table[letter]!)
      if (cursor.text.startsWith(said, cursor.at)) {
        cursor.at += said.length
        return word
      }
    return undefined
  }
}
