import type { ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { commandIn, parseWords, WrongWords } from '@ioc/config'
import type { Half } from '@ioc/indicators'
import { readInstant } from '@ioc/schemas/events/instant.ts'
import { PERIOD_KINDS, VALUE_STATES } from '@ioc/schemas/snapshot/value.ts'
import { type Cursor, readCursor } from '../cursor.ts'
import type { ExplainAsked } from '../explain.ts'
import type { ValueFilter } from '../look.ts'
import type { Place } from '../place.ts'
import type { SnapshotFilter, Wanted } from '../published.ts'

export type Command = { json: boolean } & (
  | { name: 'help' }
  | { name: 'list'; filter: SnapshotFilter }
  | { name: 'show'; wanted: Wanted; values: ValueFilter | null; csv: boolean; limit: number }
  | {
      name: 'diff'
      asked: { group: string; date: string; from: number | undefined; to: number | undefined }
      limit: number
    }
  | { name: 'explain'; asked: ExplainAsked }
  | { name: 'preview'; asked: { date: string; group: string | undefined }; limit: number }
  | { name: 'publish'; dates: string[]; asked: { group: string | undefined; reason: string | undefined } }
  | { name: 'resend'; place: Place; reason: string }
)

const wrong = (message: string) => new WrongWords(message)

const OPTIONS = {
  group: { type: 'string' },
  date: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  'updated-after': { type: 'string' },
  'as-of': { type: 'string' },
  revision: { type: 'string' },
  indicator: { type: 'string' },
  unit: { type: 'string' },
  level: { type: 'string' },
  period: { type: 'string' },
  state: { type: 'string' },
  half: { type: 'string' },
  reason: { type: 'string' },
  limit: { type: 'string' },
  cursor: { type: 'string' },
  csv: { type: 'boolean', default: false },
  reveal: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const satisfies ParseArgsOptionsConfig
type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values']
type Option = keyof typeof OPTIONS

const VALUES: readonly Option[] = ['indicator', 'unit', 'level', 'period', 'state']
/** What each command understands, beside --json and --help; any other word is a mistake and not passed over. */
const UNDERSTOOD: Record<Exclude<Command['name'], 'help'>, readonly Option[]> = {
  list: ['group', 'from', 'to', 'updated-after', 'as-of', 'limit', 'cursor'],
  show: ['revision', 'as-of', 'limit', 'csv', ...VALUES],
  diff: ['from', 'to', 'limit'],
  explain: ['revision', 'unit', 'level', 'period', 'to', 'half', 'limit', 'reveal'],
  preview: ['group', 'limit'],
  publish: ['date', 'from', 'to', 'group', 'reason'],
  resend: ['reason'],
}
type Name = keyof typeof UNDERSTOOD

/** Reads the words of a command line. @throws WrongWords */
export const readCommand = (args: readonly string[]): Command => {
  const { values, positionals } = parseWords(args, OPTIONS)
  const { json } = values
  if (values.help) return { name: 'help', json }
  const [given, ...rest] = positionals
  const name = commandIn(given, Object.keys(UNDERSTOOD) as Name[])
  const foreign = Object.entries(values).find(
    ([option, value]) => value !== false && !['json', 'help', ...UNDERSTOOD[name]].includes(option as Option),
  )
  if (foreign) throw wrong(`${name} does not understand --${foreign[0]}`)
  return { json, ...commandOf(name, rest, values) } as Command
}

type Told<C = Command> = C extends Command ? Omit<C, 'json'> : never

const commandOf = (name: Name, rest: readonly string[], values: Values): Told => {
  const limit = (usual: number) => numberOf('limit', values.limit) ?? usual
  switch (name) {
    case 'list':
      words(name, rest, [])
      return {
        name,
        filter: {
          group: values.group,
          from: dayOf('--from', values.from),
          to: dayOf('--to', values.to),
          updatedAfterMs: instantOf('--updated-after', values['updated-after']),
          asOfMs: instantOf('--as-of', values['as-of']),
          after: cursorOf(values.cursor),
          order: 'newest',
          limit: limit(50),
        },
      }
    case 'show': {
      const [group, date] = words(name, rest, ['<group>', '<date>'])
      const filter = filterOf(values)
      if (values.json && (filter || values.csv))
        throw wrong('show --json is the artefact as it was signed; --csv is what filters go with')
      const revision = numberOf('revision', values.revision)
      const asOfMs = instantOf('--as-of', values['as-of'])
      return {
        name,
        wanted: { group: group!, date: dayOf('<date>', date)!, revision, asOfMs },
        values: filter,
        csv: values.csv,
        limit: limit(40),
      }
    }
    case 'diff': {
      const [group, date] = words(name, rest, ['<group>', '<date>'])
      const [from, to] = [numberOf('from', values.from), numberOf('to', values.to)]
      if (from !== undefined && from === to) throw wrong('--from and --to are the same revision')
      return { name, asked: { group: group!, date: dayOf('<date>', date)!, from, to }, limit: limit(40) }
    }
    case 'explain': {
      const [group, date, indicator] = words(name, rest, ['<group>', '<date>', '<indicator>'])
      const half = oneOf('half', values.half, ['numerator', 'denominator'] as const satisfies Half[])
      return {
        name,
        asked: {
          group: group!,
          date: dayOf('<date>', date)!,
          indicator: indicator!,
          revision: numberOf('revision', values.revision),
          unit: values.unit ?? '68',
          level: values.level,
          period: oneOf('period', values.period, PERIOD_KINDS),
          to: dayOf('--to', values.to),
          events: half && { half, limit: limit(40) },
          reveal: values.reveal,
        },
      }
    }
    case 'preview': {
      const [date] = words(name, rest, ['<date>'])
      return { name, asked: { date: dayOf('<date>', date)!, group: values.group }, limit: limit(40) }
    }
    case 'publish': {
      const { group, reason } = values
      return { name, dates: datesOf(rest, values), asked: { group, reason: reasonOf(reason) } }
    }
    case 'resend': {
      const [group, date, revision] = words(name, rest, ['<group>', '<date>', '<revision>'])
      const reason = reasonOf(values.reason)
      if (reason === undefined) throw wrong('resend needs --reason: a word for whoever asks later')
      const place = { group: group!, date: dayOf('<date>', date)!, revision: numberOf('revision', revision)! }
      return { name, place, reason }
    }
  }
}

const DATES_MAX = 366

/** One day, or each from one to another, oldest first. */
const datesOf = (rest: readonly string[], { date, from, to }: Values): string[] => {
  if (from === undefined && to === undefined) {
    if (date !== undefined && rest.length > 0) throw wrong('name the date once')
    const [one] = date === undefined ? words('publish', rest, ['<date>']) : [date]
    return [dayOf('<date>', one)!]
  }
  if (date !== undefined || rest.length > 0 || from === undefined || to === undefined)
    throw wrong('publish takes one date, or --from and --to')
  const [first, last] = [dayOf('--from', from)!, dayOf('--to', to)!].map((day) =>
    Date.parse(`${day}T00:00:00Z`),
  )
  const days = (last! - first!) / 86_400_000 + 1
  if (days < 1 || days > DATES_MAX)
    throw wrong(`--from ${from} --to ${to}: expects 1 to ${DATES_MAX} days, the first one first`)
  return Array.from({ length: days }, (_, n) => new Date(first! + n * 86_400_000).toISOString().slice(0, 10))
}

const words = (name: string, rest: readonly string[], expected: readonly string[]): readonly string[] => {
  if (rest.length === expected.length) return rest
  const takes = expected.length === 0 ? 'takes no further word' : `takes ${expected.join(' ')}`
  throw wrong(
    `${name} ${takes}${rest.length > expected.length ? `; ${rest[expected.length]} is one too many` : ''}`,
  )
}

const dayOf = (what: string, text: string | undefined): string | undefined => {
  if (text === undefined) return undefined
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || typeof readInstant(text) !== 'number')
    throw wrong(`${what} ${text} is no day of the calendar, e.g. 2024-06-30`)
  return text
}

const instantOf = (what: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined
  const read = readInstant(text)
  if (typeof read === 'number') return read
  throw wrong(`${what} ${text} is no instant, e.g. 2024-07-01T00:05:00+07:00`)
}

const numberOf = (what: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined
  if (!/^[1-9]\d{0,8}$/.test(text)) throw wrong(`--${what} ${text} is no number from 1`)
  return Number(text)
}

const oneOf = <Word extends string>(
  what: string,
  text: string | undefined,
  known: readonly Word[],
): Word | undefined => {
  if (text === undefined) return undefined
  const found = known.find((each) => each === text)
  if (!found) throw wrong(`--${what} ${text} is none of ${known.join(', ')}`)
  return found
}

const cursorOf = (text: string | undefined): Cursor | undefined => {
  if (text === undefined) return undefined
  const read = readCursor(text)
  if (!read) throw wrong('--cursor is no `next` of an earlier answer')
  return read
}

/** It is published, so it must say something. */
const reasonOf = (text: string | undefined): string | undefined => {
  if (text === undefined) return undefined
  const said = text.trim()
  if (said === '' || said.length > 500) throw wrong('--reason is a text of 1 to 500 characters')
  return said
}

const filterOf = (values: Values): ValueFilter | null => {
  const { indicator, unit, level } = values
  const period = oneOf('period', values.period, PERIOD_KINDS)
  const state = oneOf('state', values.state, VALUE_STATES)
  const filter = { indicator, unit, level, period, state }
  return Object.values(filter).every((each) => each === undefined) ? null : filter
}
