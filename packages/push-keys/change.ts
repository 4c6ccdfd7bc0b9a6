import { FIRST_SOURCES } from './doors.ts'
import { digestOf, idOf, PushKeyFault, type PushKeyRecord, SOURCE_NAME, stateOf } from './record.ts'
import { firstStartDigest, keepKey, readRegister, removeFirstKey, replaceFirstKey } from './register.ts'

/** Who changes keys where, and when by the system clock. */
export type Changing = { dataDir: string; nowMs: number; by: string }
/** 32 random bytes in hex, made by whoever runs the command. */
export type NewKey = { key: string }
/** A key that was made: `key` is shown this once. */
export type Made = { key: string; record: PushKeyRecord }

const iso = (ms: number) => new Date(ms).toISOString()

/**
 * Makes a further key of a source; those it has stay valid.
 * @param lifeMs after which it ends by itself; null: never
 * @throws PushKeyFault for a name that is none
 */
export const newPushKey = (
  { dataDir, nowMs, by }: Changing,
  of: { source: string; producer: string; units: string[] | null; lifeMs: number | null } & NewKey,
): Made => {
  if (!SOURCE_NAME.test(of.source))
    throw new PushKeyFault(
      `${JSON.stringify(of.source)} is no name of a source: 2 to 63 small letters, digits and hyphens, e.g. one-stop-vendor`,
    )
  const { source, producer, units, lifeMs, key } = of
  const digest = digestOf(key).toString('hex')
  const record: PushKeyRecord = {
    ...{ id: idOf(digest), source, producer, units, digest, firstStart: false },
    ...{ madeAt: iso(nowMs), madeBy: by, revokedAt: null, revokedBy: null },
    expiresAt: lifeMs === null ? null : iso(nowMs + lifeMs),
  }
  keepKey(dataDir, record)
  return { key, record }
}

/** Which keys are meant: of a source; of one producer, or one key alone, where that is said. */
export type Meant = { source: string; producer?: string | undefined; id?: string | undefined }

/**
 * The valid keys that are meant.
 * @throws PushKeyFault where there is none, naming what there is
 */
export const validKeys = ({ dataDir, nowMs }: Omit<Changing, 'by'>, meant: Meant): PushKeyRecord[] => {
  const { keys } = readRegister(dataDir)
  const mine = keys.filter(({ source }) => source === meant.source)
  if (mine.length === 0) {
    const names = [...new Set(keys.map(({ source }) => source))].join(', ') || 'none'
    throw new PushKeyFault(`no source ${JSON.stringify(meant.source)} has a key; known are: ${names}`)
  }
  const named = mine.filter(
    (key) =>
      (meant.producer === undefined || key.producer === meant.producer) &&
      (meant.id === undefined || key.id === meant.id),
  )
  const valid = named.filter((key) => stateOf(key, nowMs) === 'valid')
  if (valid.length > 0) return valid
  const told = mine.map((key) => `${key.id} ${stateOf(key, nowMs)} at ${key.producer}`).join(', ')
  throw new PushKeyFault(
    `no valid key of ${meant.source}${meant.id ? ` is called ${meant.id}` : ''}: ${told}; make one with npm run keys -- new ${meant.source}`,
  )
}

/** Ends keys; running producers refuse them from their next request on. */
export const revokePushKeys = (at: Changing, meant: Meant): PushKeyRecord[] =>
  validKeys(at, meant).map((key) => {
    const revoked = { ...key, revokedAt: iso(at.nowMs), revokedBy: at.by }
    const inTheOpen = isInTheOpen(at.dataDir, key)
    // Ended first: a key whose file could not be taken away is dead all the same.
    keepKey(at.dataDir, { ...revoked, firstStart: key.firstStart || inTheOpen })
    if (inTheOpen) removeFirstKey(at.dataDir, key.source)
    return revoked
  })

const isInTheOpen = (dataDir: string, { source, digest }: PushKeyRecord) =>
  FIRST_SOURCES.some((each) => each.source === source) && firstStartDigest(dataDir, source) === digest

/**
 * Makes a new key with the same rights, and lets the ones before end after an overlap in which both are taken. The file of a first
 * source holds the new key from then on.
 * @param overlapMs 0: they end at once
 * @throws PushKeyFault where the valid keys have different rights, and so none is the one to follow
 */
export const rotatePushKey = (
  at: Changing,
  meant: Meant,
  { key, overlapMs, lifeMs }: { overlapMs: number; lifeMs: number | null } & NewKey,
): Made & { ended: PushKeyRecord[] } => {
  const before = validKeys(at, meant)
  const rights = new Set(before.map(({ producer, units }) => JSON.stringify([producer, units])))
  if (rights.size > 1)
    throw new PushKeyFault(
      `the keys of ${meant.source} have different rights; say which one to follow with --key: ${before.map(({ id, producer, units }) => `${id} (${producer}, ${units?.join(',') ?? 'all units'})`).join(', ')}`,
    )
  const { producer, units } = before[0]!
  const { record } = newPushKey(at, { source: meant.source, producer, units, lifeMs, key })
  const inTheOpen = before.some((each) => isInTheOpen(at.dataDir, each))
  const endMs = at.nowMs + overlapMs
  const ended = before.map((each) => {
    const sooner = each.expiresAt !== null && Date.parse(each.expiresAt) < endMs
    return sooner ? each : { ...each, expiresAt: iso(endMs) }
  })
  for (const each of ended) keepKey(at.dataDir, each)
  if (inTheOpen) {
    keepKey(at.dataDir, { ...record, firstStart: true })
    replaceFirstKey(at.dataDir, meant.source, key)
  }
  return { key, record, ended }
}
