/** What the comments of a contract's file say: of its fields, and of the values of its lists. */
export type FieldWords = {
  /** Of a field by its name; a list's or object's fields have words of their own where they are commented. */
  ofField(name: string): string | null
  /** Of a value of an enumeration, e.g. its Vietnamese name. */
  ofValue(value: string): string | null
  /** What the contract's own comment says of it as a whole. */
  ofContract: string | null
}

const COMMENT = String.raw`\/\*\*((?:[^*]|\*(?!\/))*)\*\/\s*\n`
const FIELD = new RegExp(`${COMMENT}\\s*(?:export const )?(\\w+)(?=\\s*[:,=])`, 'g')
const VALUE = /^\s*'([^']+)',?\s*\/\/\s*(.+)$/gm
const CONTRACT = new RegExp(`${COMMENT}export const \\w+ = defineContract`)

/** Reads the comments. @param texts of the contract's file and of those its fields come from, the nearest first */
export const readFieldWords = (...texts: readonly string[]): FieldWords => {
  const fields = new Map<string, string>()
  const values = new Map<string, string>()
  for (const text of texts) {
    for (const [, words, name] of text.matchAll(FIELD))
      if (!fields.has(name!)) fields.set(name!, plain(words!))
    for (const [, value, words] of text.matchAll(VALUE))
      if (!values.has(value!)) values.set(value!, words!.trim())
  }
  const [own] = texts
  const whole = CONTRACT.exec(own ?? '')
  return {
    ofField: (name) => fields.get(name) ?? null,
    ofValue: (value) => values.get(value) ?? null,
    ofContract: whole ? plain(whole[1]!) : null,
  }
}

const plain = (comment: string) =>
  comment
    .split('\n')
    .map((line) => line.replace(/^\s*\*\s?/, '').trim())
    .filter((line) => line !== '')
    .join(' ')
