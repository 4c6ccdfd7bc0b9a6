import {
  isSaidIfReported,
  isSilentUnlessReported,
  SHOWN_NUMBER,
  valueFields,
} from '@ioc/schemas/snapshot/value.ts'
import { z } from 'zod'
import { NAMED_MAX, openNames } from './known-fields.ts'
import { isWritten, jsonIn } from './plain-text.ts'
import { isHalf, openSums, type Sum } from './sums.ts'

/** How many values were read, and what they add up to. */
export type ReadValues = { count: number; sums: Map<string, Sum> }

/**
 * Reads the values that stand in a text of bytes, a character a byte, between two places, as canonical JSON has them. Each is five numbers and texts
 * between parts that thousands of values share: a part is read, held against its canonical form and asked of the schema's own rules
 * once, and known by its text after that; no value becomes an object. Null where anything is not so.
 */
export const readValues = (text: string, from: number, end: number): ReadValues | null => {
  what.makeRoom()
  scope.makeRoom()
  spans.makeRoom()
  const isNew = openNames((end - from) / VALUE_BYTES_MIN)
  const sums = openSums()
  if (from === end) return { count: 0, sums: sums.all() }
  let at = from

  /** What stands up to some text that follows it; the place is behind both. */
  const upTo = (next: string): string | null => {
    const until = text.indexOf(next, at)
    if (until === -1 || until > end) return null
    const part = text.slice(at, until)
    at = until + next.length
    return part
  }

  /** Values stand in order of what names them, so most parts are those of the value before: then they are compared and not looked for. */
  const partUpTo = <Fields>(next: string, parts: Parts<Fields>, last: Part<Fields> | null) => {
    if (last === null || !text.startsWith(last.text, at) || !text.startsWith(next, at + last.text.length))
      return parts.of(upTo(next))
    at += last.text.length + next.length
    return last
  }
  let lastA: Part<Said> | null = null
  let lastC: Part<Where> | null = null

  for (let count = 1; ; count++) {
    if (!text.startsWith(BEGIN, at)) return null
    at += BEGIN.length
    const denominator = halfIn(upTo(','))
    const a: Part<Said> | null = partUpTo(',"numerator":', what, lastA)
    const numerator = halfIn(upTo(','))
    const b = spans.of(upTo('},'))
    const c: Part<Where> | null = partUpTo(',"value":', scope, lastC)
    const value = shownIn(upTo('}'))
    if (!a || !b || !c || denominator === undefined || numerator === undefined || value === undefined)
      return null
    lastA = a
    lastC = c
    const said = { state: c.fields.state, numerator, denominator, value }
    if (!isSilentUnlessReported(said) || !isSaidIfReported(said)) return null
    const [indicator, level] = a.ids
    const [unit, since] = c.ids
    if (!isNew(indicator!, unit!, b.ids[0]!, level!, since!)) return null
    sums.add(a.fields.indicator, numerator, denominator)

    if (at === end) return { count, sums: sums.all() }
    if (text[at] !== ',' || at > end) return null
    at++
  }
}

const BEGIN = '{"denominator":'
/** No value is as short. */
const VALUE_BYTES_MIN = 150

/** A number as canonical JSON writes it, or null; undefined for anything else. */
const halfIn = (text: string | null): number | null | undefined => {
  if (text === null || text === 'null') return text === null ? undefined : null
  const number = Number(text)
  return isHalf(number) && String(number) === text ? number : undefined
}

/** A number as shown, in quotes, or null; undefined for anything else. It has no character that is written otherwise. */
const shownIn = (text: string | null): string | null | undefined => {
  if (text === null || text === 'null') return text === null ? undefined : null
  if (text.at(0) !== '"' || text.at(-1) !== '"') return undefined
  const shown = text.slice(1, -1)
  return SHOWN_NUMBER.test(shown) ? shown : undefined
}

const { indicator, unit, since, level, period, state, kind, unitOfMeasure, flags } = valueFields

type Part<Fields> = { text: string; fields: Fields; ids: readonly number[] }
type Parts<Fields> = { of(text: string | null): Part<Fields> | null }

const PARTS_MAX = 20_000

/** Parts of values by their text; `named`: what of them names a value, each told apart by a number. `close`: what was cut off behind the text. */
const openParts = <Fields>(
  schema: z.ZodType<Fields>,
  named: readonly { max: number; of: (fields: Fields) => string | undefined }[],
  close = '',
) => {
  let parts = new Map<string, Part<Fields>>()
  let numbers = named.map(() => new Map<string, number>())
  const numberOf = (name: string | undefined, known: Map<string, number>, max: number): number | null => {
    if (name === undefined) return -1
    const number = known.get(name) ?? (known.size < max ? known.size : null)
    if (number !== null) known.set(name, number)
    return number
  }
  const ask = (text: string): Part<Fields> | null => {
    const whole = `{${text}${close}}`
    const json = jsonIn(whole)
    if (json === undefined || !isWritten(json, whole)) return null
    const read = schema.safeParse(json)
    if (!read.success || parts.size >= PARTS_MAX) return null
    const ids = named.map(({ of, max }, n) => numberOf(of(read.data), numbers[n]!, max))
    if (ids.some((id) => id === null)) return null
    // A copy: a piece of a text keeps all of it, which is megabytes.
    const part = {
      text: Buffer.from(text, 'latin1').toString('latin1'),
      fields: read.data,
      ids: ids as number[],
    }
    parts.set(part.text, part)
    return part
  }
  return {
    of: (text: string | null): Part<Fields> | null => (text === null ? null : (parts.get(text) ?? ask(text))),
    /** Numbers hold for one body: only between two is anything forgotten. */
    makeRoom(): void {
      if (parts.size < PARTS_MAX / 2 && numbers.every((known, n) => known.size < named[n]!.max / 2)) return
      parts = new Map()
      numbers = named.map(() => new Map())
    },
  }
}

const whatFields = z.strictObject({ flags, indicator, kind, level })
type Said = z.output<typeof whatFields>
const scopeFields = z.strictObject({ since, state, unit, unitOfMeasure })
type Where = z.output<typeof scopeFields>

const what = openParts(whatFields, [
  { max: NAMED_MAX.indicator, of: (part) => part.indicator },
  { max: NAMED_MAX.level, of: (part) => part.level },
])
const spans = openParts(
  z.strictObject({ period }),
  [{ max: NAMED_MAX.period, of: ({ period }) => JSON.stringify(period) }],
  '}',
)
const scope = openParts(scopeFields, [
  { max: NAMED_MAX.unit, of: (part) => part.unit },
  { max: NAMED_MAX.since, of: (part) => part.since },
])
