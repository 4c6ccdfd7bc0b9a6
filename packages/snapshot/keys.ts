import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { type Jwks, type PublicJwk, thumbprintOf } from './jwks.ts'
import { type KeyEntry, readBook, writeBook } from './key-book.ts'
import { createFile, KeyFault, readSecret } from './key-files.ts'

export { KeyFault } from './key-files.ts'
export * from './rotation.ts'

/** An Ed25519 key that signs; `kid` is its RFC 7638 thumbprint. */
export type SigningKey = { kid: string; privateKey: KeyObject; publicJwk: PublicJwk }

const privateJwk = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  d: z.string(),
})
export type PrivateJwk = z.output<typeof privateJwk>

export const signingFile = (dataDir: string, owner: string) =>
  join(dataDir, 'secrets', `${owner}-signing.jwk`)
/** A key that is published already and signs after the next rotation. */
export const nextFile = (dataDir: string, owner: string) =>
  join(dataDir, 'secrets', `${owner}-signing-next.jwk`)

/** A signing key from its private JWK. */
export const signingKeyOf = (jwk: PrivateJwk): SigningKey => {
  const kid = thumbprintOf(jwk)
  const { kty, crv, x } = jwk
  return {
    kid,
    privateKey: createPrivateKey({ key: { ...jwk }, format: 'jwk' }),
    publicJwk: { kty, crv, x, kid, alg: 'EdDSA', use: 'sig' },
  }
}

/**
 * The key an owner signs with now (`$dataDir/secrets/<owner>-signing.jwk`), read at each call, so a rotation needs no restart. Made at
 * the first start, readable by its owner alone; two processes that start together agree on one key.
 * Throws KeyFault: if others can read the file; if it holds no Ed25519 key; if the key has been revoked; if it is gone although one was in
 * use (a new one would sign silently beside what was published), or, with `mayMake: false`, if there is none.
 */
export const openSigningKey = (
  dataDir: string,
  owner: string,
  options: { mayMake?: boolean; now?: () => number } = {},
): SigningKey => {
  const { mayMake = true, now = Date.now } = options
  const file = signingFile(dataDir, owner)
  const key = readPrivate(file) ?? make(dataDir, owner, mayMake)
  const entries = readBook(dataDir, owner)
  const entry = entries.find(({ jwk }) => jwk.kid === key.kid)
  if (entry?.revokedAt)
    throw new KeyFault(
      `the signing key ${key.kid} of ${owner} has been revoked and signs nothing: npm run keys -- signing rotate --now --owner ${owner}`,
    )
  if (!entry) enter(dataDir, owner, key, now())
  return key
}

/** Enters a key that is in use into the book, as one of a data folder from before there was a book. */
export const enter = (dataDir: string, owner: string, key: SigningKey, nowMs: number): void => {
  const entries = readBook(dataDir, owner)
  if (entries.some(({ jwk }) => jwk.kid === key.kid)) return
  writeBook(dataDir, owner, [{ ...newEntry(key, nowMs), inUseSince: isoOf(nowMs) }, ...entries])
}

const make = (dataDir: string, owner: string, mayMake: boolean): SigningKey => {
  const file = signingFile(dataDir, owner)
  const lost = readBook(dataDir, owner).find(
    ({ inUseSince, retiredAt, revokedAt }) => inUseSince && !retiredAt && !revokedAt,
  )
  if (lost || !mayMake)
    throw new KeyFault(
      `the signing key ${lost ? `${lost.jwk.kid} ` : ''}of ${owner} is missing: bring ${file} back from a copy of the data folder, or go on with a new one by npm run keys -- signing rotate --now --owner ${owner}`,
    )
  createFile(file, JSON.stringify(newPrivateJwk())) // if another process was first, its key counts
  return readPrivate(file)!
}

/** The public keys of an owner, as its `/.well-known/jwks.json` shows them: the one in use, the next one, then earlier ones, the newest first; revoked ones say so. */
export const publicJwks = (dataDir: string, owner: string): Jwks => ({
  keys: keysOf(dataDir, owner).map(({ jwk, revokedAt }) => (revokedAt ? { ...jwk, revoked: true } : jwk)),
})

export const KEY_STATES = ['in-use', 'next', 'retired', 'revoked'] as const
export type KeyState = (typeof KEY_STATES)[number]

/** Every signing key of an owner with its state. Makes the first one if there was none. */
export const keysOf = (dataDir: string, owner: string): (KeyEntry & { state: KeyState })[] => {
  const used = usedKid(dataDir, owner)
  const next = readPrivate(nextFile(dataDir, owner))?.kid
  const order = (state: KeyState) => KEY_STATES.indexOf(state === 'revoked' ? 'retired' : state)
  return readBook(dataDir, owner)
    .map((entry) => {
      const { kid } = entry.jwk
      const state = entry.revokedAt ? 'revoked' : kid === used ? 'in-use' : kid === next ? 'next' : 'retired'
      return { ...entry, state } as const
    })
    .toSorted((a, b) => order(a.state) - order(b.state))
}

/** A missing or revoked key must not keep the public ones from being shown. */
const usedKid = (dataDir: string, owner: string): string | undefined => {
  const there = readPrivate(signingFile(dataDir, owner))
  if (there && readBook(dataDir, owner).some(({ jwk }) => jwk.kid === there.kid)) return there.kid
  return !there && readBook(dataDir, owner).length > 0 ? undefined : openSigningKey(dataDir, owner).kid
}

export const newPrivateJwk = (): PrivateJwk =>
  privateJwk.parse(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }))

export const newEntry = ({ publicJwk }: SigningKey, nowMs: number): KeyEntry => ({
  jwk: publicJwk,
  madeAt: isoOf(nowMs),
  inUseSince: null,
  retiredAt: null,
  revokedAt: null,
  why: null,
})

export const isoOf = (ms: number): string => new Date(ms).toISOString()

export const readPrivate = (file: string): SigningKey | null => {
  const text = readSecret(file)
  if (text === null) return null
  try {
    return signingKeyOf(privateJwk.parse(JSON.parse(text)))
  } catch {
    throw new KeyFault(`${file} does not hold an Ed25519 private key as a JWK`) // without its text, which is a secret
  }
}
