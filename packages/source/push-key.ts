import { timingSafeEqual } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from '@ioc/log'
import {
  digestOf,
  firstStartFile,
  openFirstKeys,
  type PushKeyRecord,
  type PushProducer,
  readRegister,
  registerFolder,
  stateOf,
} from '@ioc/push-keys'

/** What a bearer token may do: for each source it speaks for, the units it may speak of; null: all. */
export type Grant = ReadonlyMap<string, readonly string[] | null>

/** A token as it was found: `ended` is one that was right once, and says why it no longer is. */
export type Token =
  | { kind: 'valid'; grant: Grant }
  | { kind: 'ended'; why: string }
  | { kind: 'unknown' }
  /** The keys cannot be read at all: whether it is right is not known. */
  | { kind: 'unreadable' }

/**
 * The push keys of one producer: those made at first start in `$IOC_DATA_DIR/keys/<source>`, and the register that `npm run keys` writes.
 * Looked at again at each use, so that a new, rotated or revoked key counts from the next request on.
 */
export type PushKeys = {
  /** Every known key is compared, in constant time. */
  find(token: string): Token
  /** Every source somebody may speak for now, by name. */
  sources(): readonly string[]
  /** The units each key may speak of that speaks for this source now; null: all. Keys of the same units are one speaker. */
  speakersOf(source: string): readonly (readonly string[] | null)[]
}

export type PushKeyDoors = {
  log: Pick<Log, 'error'>
  /** System clock, epoch ms. */
  now(): number
}

/** @throws Error where a key of the producer's first sources cannot be used, naming its file */
export const openPushKeys = (
  dataDir: string,
  of: { producer: PushProducer; firstSources: readonly string[] },
  { log, now }: PushKeyDoors,
): PushKeys => {
  openFirstKeys(dataDir, of.producer, of.firstSources)
  const first = of.firstSources.map((source) => ({ source, producer: of.producer }))
  let seen: { quick: string; whole: string; atMs: number } | null = null
  let known: { key: PushKeyRecord; digest: Buffer }[] = []
  const told = new Set<string>()
  const tell = (fault: string) => {
    if (!told.has(fault)) log.error({ fault }, `a push key cannot be used and opens nothing: ${fault}`)
    told.add(fault)
  }

  /** False where the register cannot be read; what was known before may have been revoked since, so it counts no more. */
  const look = (): boolean => {
    try {
      const places = [
        registerFolder(dataDir),
        ...of.firstSources.map((source) => firstStartFile(dataDir, source)),
      ]
      const quick = fingerprint(places)
      const atMs = now()
      if (seen?.quick === quick && Math.abs(atMs - seen.atMs) < WHOLE_LOOK_MS) return true
      const whole = fingerprint(namesIn(places[0]!).map((name) => join(places[0]!, name)))
      const isSame = seen?.quick === quick && seen.whole === whole
      seen = { quick, whole, atMs }
      if (isSame) return true
      const { keys, faults } = readRegister(dataDir, first)
      known = keys
        .filter(({ producer }) => producer === of.producer)
        .map((key) => ({ key, digest: Buffer.from(key.digest, 'hex') }))
      for (const fault of told) if (!faults.includes(fault)) told.delete(fault)
      for (const fault of faults) tell(fault)
      return true
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === undefined) throw error
      seen = null
      tell(`keys/push cannot be read (${code})`)
      return false
    }
  }
  look()

  return {
    find: (token) => {
      if (!look()) return { kind: 'unreadable' }
      const given = digestOf(token)
      const mine = known.filter(({ digest }) => timingSafeEqual(digest, given)).map(({ key }) => key)
      const valid = mine.filter((key) => stateOf(key, now()) === 'valid')
      if (valid.length > 0) return { kind: 'valid', grant: grantOf(valid) }
      const [ended] = mine
      return ended ? { kind: 'ended', why: whyEnded(ended) } : { kind: 'unknown' }
    },
    sources: () => {
      look()
      const live = known.filter(({ key }) => stateOf(key, now()) === 'valid').map(({ key }) => key.source)
      return [...new Set([...of.firstSources, ...live])]
    },
    speakersOf: (source) => {
      look()
      const rights = known
        .filter(({ key }) => key.source === source && stateOf(key, now()) === 'valid')
        .map(({ key }) => (key.units === null ? null : [...new Set(key.units)].sort()))
      return [...new Map(rights.map((units) => [JSON.stringify(units), units])).values()]
    },
  }
}

/** The same key written for a source twice may do what either may. */
const grantOf = (keys: readonly PushKeyRecord[]): Grant => {
  const grant = new Map<string, readonly string[] | null>()
  for (const { source, units } of keys) {
    const before = grant.get(source)
    grant.set(source, before === null || units === null ? null : [...(before ?? []), ...units])
  }
  return grant
}

const whyEnded = ({ id, source, revokedAt, expiresAt }: PushKeyRecord) =>
  revokedAt !== null
    ? `the key ${id} of ${source} was revoked at ${revokedAt}`
    : `the key ${id} of ${source} ended at ${expiresAt}`

/**
 * A folder changes with every file that is made, replaced or taken away in it, which is all the command does: that is looked at each time.
 * What a person does to a file in place (shut it, edit it) is seen within so long.
 */
const WHOLE_LOOK_MS = 1_000

const fingerprint = (files: readonly string[]): string =>
  files
    .map((file) => {
      const found = statSync(file, { throwIfNoEntry: false })
      return found ? `${file} ${found.ino} ${found.size} ${found.ctimeMs} ${found.mtimeMs}` : file
    })
    .join('\n')

const namesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [] // nobody made one yet
    throw error
  }
}
