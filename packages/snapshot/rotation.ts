import { existsSync, renameSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { readBook, writeBook } from './key-book.ts'
import { createFile, KeyFault, withLock } from './key-files.ts'
import {
  enter,
  isoOf,
  newEntry,
  newPrivateJwk,
  nextFile,
  readPrivate,
  type SigningKey,
  signingFile,
} from './keys.ts'

/** Whose keys, and the instant (epoch ms) that is written beside what is done. */
export type KeyOwner = { dataDir: string; owner: string; nowMs: number }

const locked = <T>({ dataDir, owner, nowMs }: KeyOwner, work: () => T): T =>
  withLock(join(dataDir, 'secrets', `${owner}-signing.lock`), () => {
    const inUse = readPrivate(signingFile(dataDir, owner))
    if (inUse) enter(dataDir, owner, inUse, nowMs)
    return work()
  })

/** Makes the key that will sign after the next rotation and publishes it at once, so that whoever keeps a copy of the JWK set knows it in time. */
export const prepareSigningKey = (of: KeyOwner): SigningKey => locked(of, () => prepare(of))

const prepare = ({ dataDir, owner, nowMs }: KeyOwner): SigningKey => {
  const file = nextFile(dataDir, owner)
  const there = readPrivate(file)
  if (!there) createFile(file, JSON.stringify(newPrivateJwk()))
  const key = readPrivate(file)!
  const entries = readBook(dataDir, owner)
  // Also where a stop came between file and book.
  if (!entries.some(({ jwk }) => jwk.kid === key.kid))
    writeBook(dataDir, owner, [newEntry(key, nowMs), ...entries])
  else if (there) throw new KeyFault(`a next key of ${owner} is prepared already: ${key.kid}`)
  return key
}

/**
 * The prepared key takes over; the one before stays published, and what it signed stays valid. Throws KeyFault where none is prepared,
 * unless `now` is set: a key nobody has seen may be refused until receivers ask for the set again.
 */
export const rotateToNext = (of: KeyOwner, options: { now: boolean }): SigningKey =>
  locked(of, () => {
    const { dataDir, owner } = of
    if (!readPrivate(nextFile(dataDir, owner))) {
      if (!options.now)
        throw new KeyFault(
          `no next key of ${owner} is prepared: npm run keys -- signing prepare --owner ${owner} publishes one before it signs; --now does without`,
        )
      prepare(of)
    }
    return takeOver(of)
  })

/**
 * From now on nothing signed with this key is believed, whenever it was signed. If it is the one in use, a new one takes over; if it is
 * the next one, it is thrown away. Throws KeyFault for a key that is not known.
 */
export const revokeSigningKey = (of: KeyOwner, kid: string, why: string): { inUse: SigningKey | null } =>
  locked(of, () => {
    const { dataDir, owner, nowMs } = of
    const entries = readBook(dataDir, owner)
    const entry = entries.find(({ jwk }) => jwk.kid === kid)
    if (!entry) throw new KeyFault(`${owner} has no signing key ${kid}`)
    if (entry.revokedAt)
      throw new KeyFault(`the signing key ${kid} of ${owner} is revoked already, since ${entry.revokedAt}`)
    // The word first: a stop after it leaves a revoked key in use, which then refuses to sign.
    writeBook(
      dataDir,
      owner,
      entries.map((e) => (e === entry ? { ...e, revokedAt: isoOf(nowMs), why } : e)),
    )
    if (readPrivate(nextFile(dataDir, owner))?.kid === kid) unlinkSync(nextFile(dataDir, owner))
    if (readPrivate(signingFile(dataDir, owner))?.kid !== kid) return { inUse: null }
    if (!existsSync(nextFile(dataDir, owner))) prepare(of)
    return { inUse: takeOver(of) }
  })

/** Times first, then the file: a stop between them leaves the old key in use and the next one prepared, and it can be done again. */
const takeOver = ({ dataDir, owner, nowMs }: KeyOwner): SigningKey => {
  const next = readPrivate(nextFile(dataDir, owner))!
  const at = isoOf(nowMs)
  const entries = readBook(dataDir, owner).map((entry) => {
    if (entry.jwk.kid === next.kid) return { ...entry, inUseSince: at }
    return entry.inUseSince && !entry.retiredAt ? { ...entry, retiredAt: at } : entry
  })
  writeBook(dataDir, owner, entries)
  renameSync(nextFile(dataDir, owner), signingFile(dataDir, owner))
  return next
}

/** Retires the key in use for a new one at once; `revokeOld` believes nothing of the old one any more. Gives the new key. */
export const rotateSigningKey = (
  dataDir: string,
  owner: string,
  options: { revokeOld: boolean; nowMs?: number },
): SigningKey => {
  const of = { dataDir, owner, nowMs: options.nowMs ?? Date.now() }
  const old = readPrivate(signingFile(dataDir, owner))
  const next = rotateToNext(of, { now: true })
  if (old && options.revokeOld) revokeSigningKey(of, old.kid, 'replaced')
  return next
}
