import { parseWords, WrongWords } from '@ioc/config'
import {
  KeyFault,
  type KeyState,
  keysOf,
  prepareSigningKey,
  revokeSigningKey,
  rotateToNext,
} from '@ioc/snapshot'
import { callersStep } from './callers.ts'
import { HELP } from './help.ts'
import { operator } from './operator.ts'
import { PUSH_COMMANDS, type PushAt, type PushCommand, type PushStep, pushStep } from './push.ts'

export { WrongWords }

export const OWNERS = ['snapshot-publisher', 'national-ioc'] as const

type At = Pick<PushAt, 'dataDir' | 'nowMs'>
type Row = { owner: string; kid: string; state: KeyState; since: string | null; why: string | null }

/**
 * Reads one command on the keys of a data folder; `run` does it and gives what is printed.
 * @throws WrongWords; KeyFault, OperatorFault or PushKeyFault, here or in `run`, where it is refused
 */
export const readCommand = (
  args: string[],
  at: Omit<PushAt, 'by'> & { user: string },
): PushStep & { by: string } => {
  const { values, positionals } = read(args)
  const by = (values.by ?? at.user).trim().slice(0, 80)
  const done = (run: () => string) => ({ act: null, run, by })
  if (values.help) return done(() => HELP)
  const [area, command, ...rest] = positionals
  if (isPush(area)) return { ...pushStep(area, positionals.slice(1), values, { ...at, by }), by }
  if (area === 'callers') return { ...callersStep(positionals.slice(1), values, at), by }
  if (area === 'operator') return done(() => operator(command, rest, values.json, at))
  if (area !== 'signing')
    throw new WrongWords(
      `unknown command ${area ?? '(none)'}; known: ${PUSH_COMMANDS.join(', ')}, callers, signing, operator`,
    )
  return done(() => printSigning(command, rest, values, at))
}

/** Whether these words name units, so that the catalogues in force are asked. */
export const asksForUnits = (args: string[]): boolean => args.some((arg) => /^--units(?:=|$)/.test(arg))

const isPush = (word: string | undefined): word is PushCommand => PUSH_COMMANDS.some((each) => each === word)

const printSigning = (command: string | undefined, rest: string[], values: Values, at: At): string => {
  const { said, rows } = signing(command, rest, values, at)
  return values.json
    ? `${JSON.stringify({ done: said, keys: rows })}\n`
    : `${[...said, ...rows.map(line)].join('\n')}\n`
}

type Values = ReturnType<typeof read>['values']

const signing = (command: string | undefined, rest: string[], values: Values, at: At) => {
  const owner = values.owner ?? OWNERS[0]
  const of = { ...at, owner }
  if (command !== 'revoke' && rest.length > 0) throw new WrongWords(`${rest[0]} is one word too many`)
  switch (command) {
    case 'list':
      return { said: [], rows: (values.owner ? [owner] : OWNERS).flatMap((each) => rowsOf(each, at)) }
    case 'new':
    case 'prepare': {
      const { kid } = prepareSigningKey(of)
      return { said: [`${kid} is published and signs after the next rotation`], rows: rowsOf(owner, at) }
    }
    case 'rotate': {
      const { kid } = rotateToNext(of, { now: values.now })
      return { said: [`${kid} signs from now on; the key before stays published`], rows: rowsOf(owner, at) }
    }
    case 'revoke':
      return revoke(rest, values, at)
    default:
      throw new WrongWords(
        `unknown command ${command ?? '(none)'}; known: list, prepare, new, rotate, revoke`,
      )
  }
}

const revoke = ([kid, ...more]: string[], values: Values, at: At) => {
  if (kid === undefined || more.length > 0) throw new WrongWords('revoke takes the name of one key (kid)')
  const why = values.why?.trim() ?? ''
  if (why === '')
    throw new WrongWords('revoke needs --why: whoever finds a snapshot no longer believed will ask')
  const has = (owner: string) => keysOf(at.dataDir, owner).some(({ jwk }) => jwk.kid === kid)
  const owner = values.owner ?? OWNERS.find(has)
  if (owner === undefined) throw new KeyFault(`nobody has a signing key ${kid}`)
  const { inUse } = revokeSigningKey({ ...at, owner }, kid, why)
  const said = [
    `${kid} is revoked: nothing it signed is believed any more`,
    ...(inUse ? [`${inUse.kid} signs from now on`] : []),
  ]
  return { said, rows: rowsOf(owner, at) }
}

const rowsOf = (owner: string, { dataDir }: At): Row[] =>
  keysOf(dataDir, owner).map(({ jwk, state, madeAt, inUseSince, retiredAt, revokedAt, why }) => {
    const since = { 'in-use': inUseSince, next: madeAt, retired: retiredAt, revoked: revokedAt }[state]
    return { owner, kid: jwk.kid, state, since, why }
  })

const line = ({ owner, kid, state, since, why }: Row): string =>
  [owner.padEnd(19), kid, state.padEnd(8), since ?? 'unknown', ...(why ? [why] : [])].join('  ')

/** The name of a key is the 43 letters of its thumbprint, of which one in 64 begins with a dash; it is no option then either. */
const THUMBPRINT = /^-[A-Za-z0-9_-]{42}$/

const OPTIONS = {
  owner: { type: 'string' },
  producer: { type: 'string' },
  units: { type: 'string' },
  expires: { type: 'string' },
  overlap: { type: 'string' },
  key: { type: 'string' },
  by: { type: 'string' },
  why: { type: 'string' },
  now: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

function read(args: string[]) {
  const isName = (arg: string) => THUMBPRINT.test(arg)
  const names = args.filter(isName)
  const others = args.filter((arg) => !isName(arg))
  const parsed = parseWords([...others, ...(names.length > 0 ? ['--', ...names] : [])], OPTIONS)
  const { owner } = parsed.values
  if (owner !== undefined && !OWNERS.some((each) => each === owner))
    throw new WrongWords(`unknown owner ${owner}; known: ${OWNERS.join(', ')}`)
  return parsed
}
