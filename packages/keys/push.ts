import type { Catalogues } from '@ioc/catalogues'
import { WrongWords } from '@ioc/config'
import {
  digestOf,
  FIRST_SOURCES,
  idOf,
  newPushKey,
  PUSH_DOORS,
  PushKeyFault,
  type PushKeyRecord,
  readRegister,
  revokePushKeys,
  rotatePushKey,
  stateOf,
  validKeys,
} from '@ioc/push-keys'
import { readDuration } from './duration.ts'

export const PUSH_COMMANDS = ['new', 'list', 'revoke', 'rotate'] as const
export type PushCommand = (typeof PUSH_COMMANDS)[number]

export type PushWords = {
  producer?: string | undefined
  units?: string | undefined
  expires?: string | undefined
  overlap?: string | undefined
  key?: string | undefined
  json: boolean
}
export type PushAt = {
  dataDir: string
  nowMs: number
  /** Who does it. */
  by: string
  /** 32 random bytes, hex. */
  newKey(): string
  /** The catalogues in force, asked where a key is for some units. */
  catalogues(): Pick<Catalogues, 'unitHistory' | 'nearestUnits'>
}
/** What is asked, for the audit (null: nothing is changed), and how it is done. */
export type PushStep = {
  act: { action: string; subject: string; content: object } | null
  run(): string
}

const OVERLAP = '24h'

/**
 * Reads a command on push keys. Nothing is changed before `run`.
 * @throws WrongWords; PushKeyFault where it is refused
 */
export const pushStep = (command: PushCommand, rest: string[], words: PushWords, at: PushAt): PushStep => {
  const [source, more] = rest
  if (more !== undefined) throw new WrongWords(`${more} is one word too many`)
  refuseStrayWords(command, words)
  if (command === 'list') return { act: null, run: () => print(at, words.json, {}, [], source) }
  if (source === undefined) throw new WrongWords(`say whose key: npm run keys -- ${command} <source>`)
  const act = (content: object) => ({ action: `keys.${command}`, subject: source, content })
  const key = at.newKey()
  const id = idOf(digestOf(key).toString('hex'))
  const lifeMs = words.expires === undefined ? null : readDuration('expires', words.expires)
  if (lifeMs === 0)
    throw new WrongWords('--expires 0 would make a key that is over; leave it out for one that stays')
  const meant = { source, producer: words.producer, id: words.key }

  if (command === 'new') {
    const of = {
      source,
      producer: producerOf(source, words.producer, at),
      units: unitsOf(words.units, at),
      lifeMs,
      key,
    }
    return {
      act: act({ id, producer: of.producer, units: of.units, expires: words.expires ?? null }),
      run: () => {
        const { record } = newPushKey(at, of)
        return print(
          at,
          words.json,
          { key, id },
          [
            `${source} may speak at once to the ${record.producer}, ${rightsOf(record)}, with the key below. It is shown this once and kept only as a hash.`,
            key,
          ],
          source,
        )
      },
    }
  }
  const ids = validKeys(at, meant).map((each) => each.id)
  if (command === 'revoke')
    return {
      act: act({ ids }),
      run: () => {
        revokePushKeys(at, meant)
        return print(
          at,
          words.json,
          {},
          [
            `${ids.join(', ')} of ${source} ${ids.length === 1 ? 'is' : 'are'} refused from the next request on`,
          ],
          source,
        )
      },
    }
  const overlap = words.overlap ?? OVERLAP
  const overlapMs = readDuration('overlap', overlap)
  return {
    act: act({ id, ids, overlap, expires: words.expires ?? null }),
    run: () => {
      const { ended } = rotatePushKey(at, meant, { key, overlapMs, lifeMs })
      const until =
        overlapMs === 0
          ? 'from the next request on'
          : `after ${ended.map(({ expiresAt }) => expiresAt).join(', ')}`
      return print(
        at,
        words.json,
        { key, id },
        [
          `${source} speaks with the key below from now on; ${ids.join(', ')} ${ids.length === 1 ? 'is' : 'are'} refused ${until}. It is shown this once.`,
          key,
        ],
        source,
      )
    },
  }
}

/** A word that would be passed over in silence is a wish that would not be met. */
const TAKES: Record<PushCommand, readonly (keyof PushWords)[]> = {
  new: ['producer', 'units', 'expires'],
  list: [],
  revoke: ['producer', 'key'],
  rotate: ['producer', 'key', 'expires', 'overlap'],
}
const refuseStrayWords = (command: PushCommand, words: PushWords) => {
  for (const name of ['producer', 'units', 'expires', 'overlap', 'key'] as const)
    if (words[name] !== undefined && !TAKES[command].includes(name))
      throw new WrongWords(`${command} takes no --${name}`)
}

const producerOf = (source: string, said: string | undefined, { dataDir }: PushAt): string => {
  const known = Object.keys(PUSH_DOORS)
  if (said !== undefined && !known.includes(said))
    throw new WrongWords(`no producer ${said} takes pushes; known: ${known.join(', ')}`)
  if (said !== undefined) return said
  const before = new Set([
    ...FIRST_SOURCES.filter((each) => each.source === source).map(({ producer }) => producer),
    ...readRegister(dataDir)
      .keys.filter((each) => each.source === source)
      .map(({ producer }) => producer),
  ])
  const [only] = before
  if (before.size === 1) return only!
  throw new WrongWords(
    before.size === 0
      ? `${source} is a new name: say to whom it speaks with --producer (${known.join(', ')})`
      : `${source} speaks to ${[...before].join(' and ')}: say which with --producer`,
  )
}

const unitsOf = (text: string | undefined, at: Pick<PushAt, 'catalogues'>): string[] | null => {
  if (text === undefined) return null
  const codes = [...new Set(text.split(',').map((code) => code.trim()))]
  const catalogues = at.catalogues()
  const unknown = codes.find((code) => catalogues.unitHistory(code).length === 0)
  if (unknown === undefined) return codes
  const near = catalogues.nearestUnits(unknown).join(', ')
  throw new PushKeyFault(`${JSON.stringify(unknown)} is no unit of any day; nearest known: ${near || 'none'}`)
}

const rightsOf = ({ units }: Pick<PushKeyRecord, 'units'>) =>
  units === null ? 'of every unit' : `of ${units.join(', ')} and what lies below`

const print = (
  { dataDir, nowMs }: PushAt,
  json: boolean,
  made: object,
  said: string[],
  source: string | undefined,
): string => {
  const { keys, faults } = readRegister(dataDir)
  const shown = keys
    .filter((key) => source === undefined || key.source === source)
    .map(({ digest: _, ...key }) => ({ ...key, state: stateOf({ ...key, digest: _ }, nowMs) }))
  if (json) return `${JSON.stringify({ done: said.slice(0, 1), ...made, keys: shown, faults })}\n`
  const lines = shown.map((key) =>
    [
      key.source.padEnd(24),
      key.id,
      key.state.padEnd(7),
      key.producer.padEnd(16),
      rightsOf(key),
      `made ${key.madeAt ?? 'at first start'}${key.madeBy ? ` by ${key.madeBy}` : ''}`,
      ...(key.expiresAt ? [`ends ${key.expiresAt}`] : []),
      ...(key.revokedAt ? [`revoked ${key.revokedAt} by ${key.revokedBy}`] : []),
    ].join('  '),
  )
  const none = source === undefined ? 'no source has a push key yet' : `${source} has no push key`
  const told = faults.map((fault) => `not usable: ${fault}`)
  return `${[...said, ...(lines.length > 0 ? lines : [none]), ...told].join('\n')}\n`
}
