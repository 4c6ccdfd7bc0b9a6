import { readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import type { ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { EX_CONFIG, parseWords, WrongWords } from '@ioc/config'
import { readBorder } from './border.ts'
import type { Change, Mending } from './changes.ts'
import { type Cursor, readCursor } from './cursor.ts'
import type { Acting } from './doors.ts'
import { HELP } from './help.ts'
import { type Filter, STATES, type State } from './list.ts'
import { type Position, readPosition } from './position.ts'

/** Which dead letters a command is about: named one by one, or all that share something. */
export type Targets = { positions: readonly Position[]; filter: Filter | null; limit: number | null }

type Common = { json: boolean; acting: Acting }
export type Command = Common &
  (
    | { name: 'list'; filter: Filter; unit: string | undefined; limit: number; before: Cursor | null }
    | { name: 'count'; filter: Filter }
    | { name: 'show'; position: Position; open: boolean; unmasked: boolean }
    | {
        name: 'replay'
        targets: Targets
        mending: Mending | null
        dryRun: boolean
        again: boolean
        waitMs: number
      }
    | { name: 'drop' | 'reopen'; targets: Targets }
  )

const wrong = (message: string) => new WrongWords(message)

const OPTIONS = {
  source: { type: 'string' },
  id: { type: 'string' },
  reason: { type: 'string' },
  contract: { type: 'string' },
  unit: { type: 'string' },
  state: { type: 'string', multiple: true },
  from: { type: 'string' },
  to: { type: 'string' },
  limit: { type: 'string' },
  before: { type: 'string' },
  sealed: { type: 'boolean', default: false },
  unmasked: { type: 'boolean', default: false },
  set: { type: 'string', multiple: true },
  remove: { type: 'string', multiple: true },
  patch: { type: 'string' },
  send: { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  again: { type: 'boolean', default: false },
  'no-wait': { type: 'boolean', default: false },
  wait: { type: 'string' },
  why: { type: 'string' },
  actor: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const satisfies ParseArgsOptionsConfig

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values']
type Option = keyof typeof OPTIONS

const FILTERS: readonly Option[] = ['source', 'id', 'reason', 'contract', 'state', 'from', 'to']
const ALWAYS: readonly Option[] = ['json', 'help', 'actor', 'why']
/** What each command understands, beside what all do; any other word is a mistake and not passed over. */
const UNDERSTOOD: Record<string, readonly Option[]> = {
  list: [...FILTERS, 'unit', 'limit', 'before'],
  count: FILTERS,
  show: ['sealed', 'unmasked'],
  verdict: ['set', 'remove', 'patch'],
  mend: [...FILTERS, 'limit', 'set', 'remove', 'patch', 'send', 'dry-run', 'again', 'no-wait', 'wait'],
  replay: [...FILTERS, 'limit', 'dry-run', 'again', 'no-wait', 'wait'],
  drop: [...FILTERS, 'limit'],
  reopen: [...FILTERS, 'limit'],
}

/** Words told apart into options and the rest. @throws WrongWords */
export const readOptions = (words: readonly string[]) => parseWords(words, OPTIONS)

/** Reads the words of a command line; wrong ones end the process with 78 and what is right. */
export const readCommand = (words: readonly string[]): Command => {
  try {
    const { values, positionals } = readOptions(words)
    if (values.help || (positionals.length === 0 && words.length === 0)) {
      process.stdout.write(HELP)
      process.exit(values.help ? 0 : EX_CONFIG)
    }
    return commandOf(positionals, values)
  } catch (error) {
    const { name, message } = error as Error
    if (!(error instanceof WrongWords) && name !== 'DeadLetterRefusal') throw error
    process.stderr.write(`${message}\n\nnpm run dead-letters -- --help tells what it understands.\n`)
    return process.exit(EX_CONFIG)
  }
}

/** What the words mean; throws WrongWords, or DeadLetterRefusal for what is no position. */
export const commandOf = ([given, ...rest]: readonly string[], values: Values): Command => {
  const name = given === 'restore' ? 'reopen' : (given ?? '')
  const understood = UNDERSTOOD[name]
  if (!understood)
    throw wrong(`unknown command ${given ?? '(none)'}; known: ${Object.keys(UNDERSTOOD).join(', ')}`)
  const foreign = Object.entries(values).find(
    ([option, value]) => value !== false && ![...understood, ...ALWAYS].includes(option as Option),
  )
  if (foreign) throw wrong(`${name} does not understand --${foreign[0]}`)
  const common: Common = {
    json: values.json,
    acting: { actor: values.actor ?? userInfo().username, why: values.why ?? '' },
  }
  switch (name) {
    case 'list':
      none(name, rest)
      return {
        ...common,
        name,
        filter: filterOf(values),
        unit: values.unit,
        limit: limitOf(values) ?? 20,
        before: beforeOf(values),
      }
    case 'count':
      none(name, rest)
      return { ...common, name, filter: filterOf(values) }
    case 'show':
      // Before anything is printed: half an answer looks like a whole one.
      if (values.unmasked && common.acting.why.trim() === '')
        throw wrong('show --unmasked takes a word why: --why "…"')
      return { ...common, name, position: one(name, rest), open: !values.sealed, unmasked: values.unmasked }
    case 'verdict':
      return {
        ...common,
        name: 'replay',
        targets: { positions: [one(name, rest)], filter: null, limit: null },
        mending: mendingOf(values),
        dryRun: true,
        again: true,
        waitMs: 0,
      }
    case 'mend':
      if (!mendingOf(values))
        throw wrong('mend takes what to change: --set path=json, --remove path or --patch file.json')
      if (values.send && values['dry-run']) throw wrong('--send and --dry-run contradict each other')
      return {
        ...common,
        name: 'replay',
        mending: mendingOf(values),
        ...sendingOf(rest, values),
        dryRun: !values.send,
      }
    case 'replay':
      return { ...common, name, mending: null, ...sendingOf(rest, values), dryRun: values['dry-run'] }
    default:
      if (common.acting.why.trim() === '') throw wrong(`${name} takes a word why: --why "…"`)
      return { ...common, name: name as 'drop' | 'reopen', targets: targetsOf(rest, values) }
  }
}

const none = (name: string, rest: readonly string[]) => {
  if (rest.length > 0) throw wrong(`${name} takes no position; ${rest[0]} is one too many`)
}

const one = (name: string, rest: readonly string[]): Position => {
  if (rest.length !== 1) throw wrong(`${name} takes one position, e.g. dossier.v1/0/42`)
  return readPosition(rest[0]!)
}

const sendingOf = (rest: readonly string[], values: Values) => ({
  targets: targetsOf(rest, values),
  again: values.again,
  waitMs: values['no-wait'] ? 0 : secondsOf(values) * 1000,
})

const targetsOf = (rest: readonly string[], values: Values): Targets => {
  const filtered = FILTERS.some((option) => values[option] !== undefined)
  if (filtered === rest.length > 0)
    throw wrong('name either positions (dossier.v1/0/42 …) or what they share (--reason, --source, …)')
  return {
    positions: rest.map(readPosition),
    filter: filtered ? filterOf(values) : null,
    limit: limitOf(values),
  }
}

const filterOf = (values: Values): Filter => ({
  source: values.source,
  id: values.id,
  reason: values.reason,
  contract: values.contract,
  states: values.state?.map(stateOf),
  fromMs: instantOf('from', values.from),
  toMs: instantOf('to', values.to),
})

const stateOf = (text: string): State => {
  const state = STATES.find((each) => each === text)
  if (!state) throw wrong(`--state ${text} is none of ${STATES.join(', ')}`)
  return state
}

const instantOf = (name: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined
  const read = readBorder(text)
  if (read === null) throw wrong(`--${name} is no instant, e.g. 2024-06-20 or 2024-06-20T08:30:00+07:00`)
  return read
}

const limitOf = ({ limit }: Values): number | null => {
  if (limit === undefined) return null
  if (!/^\d{1,7}$/.test(limit) || Number(limit) === 0) throw wrong('--limit is no number from 1')
  return Number(limit)
}

const secondsOf = ({ wait }: Values): number => {
  if (wait === undefined) return 30
  if (!/^\d{1,5}$/.test(wait)) throw wrong('--wait is no number of seconds')
  return Number(wait)
}

const beforeOf = ({ before }: Values): Cursor | null => {
  if (before === undefined) return null
  const read = readCursor(before)
  if (!read) throw wrong('--before is no `next` of an earlier answer')
  return read
}

const mendingOf = ({ set, remove, patch }: Values): Mending | null => {
  const changes: Change[] = [
    ...(set ?? []).map((text) => {
      const at = text.indexOf('=')
      if (at < 1) throw wrong(`--set ${text} is not path=json, e.g. --set 'data.status="returned"'`)
      return { path: text.slice(0, at), value: jsonOf(`--set ${text.slice(0, at)}`, text.slice(at + 1)) }
    }),
    ...(remove ?? []).map((path) => ({ path, remove: true as const })),
  ]
  const merged = patch === undefined ? undefined : patchOf(patch)
  return changes.length === 0 && merged === undefined ? null : { changes, patch: merged }
}

const jsonOf = (what: string, text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    // Not repeated in the message: what a person types here may be a value of the record.
    throw wrong(`${what} is not followed by JSON; a text takes its quotes: --set 'data.status="returned"'`)
  }
}

const patchOf = (file: string): Record<string, unknown> => {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw wrong(`--patch ${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`)
  }
  const patch = jsonOf(`--patch ${file}`, text)
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch))
    throw wrong(`--patch ${file} is no JSON object (a merge patch of RFC 7396)`)
  return patch as Record<string, unknown>
}
