import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { type Jwks, type PublicJwk, readJwks, thumbprintOf } from './jwks.ts'

/** An Ed25519 key that signs; `kid` is its RFC 7638 thumbprint. */
export type SigningKey = { kid: string; privateKey: KeyObject; publicJwk: PublicJwk }

const privateJwk = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  d: z.string(),
})
export type PrivateJwk = z.output<typeof privateJwk>

const signingFile = (dataDir: string, owner: string) => join(dataDir, 'secrets', `${owner}-signing.jwk`)
/** Public halves of the keys this owner signed with before; a revoked one says so. */
const retiredFile = (dataDir: string, owner: string) => join(dataDir, 'secrets', `${owner}-retired.jwks.json`)

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
 * Opens the key an owner signs with (`$dataDir/secrets/<owner>-signing.jwk`), made at the first start, readable by its owner alone.
 * Two processes that start together agree on one key. Throws if others can read the file, or if it holds no Ed25519 key.
 */
export const openSigningKey = (dataDir: string, owner: string): SigningKey => {
  const file = signingFile(dataDir, owner)
  const existing = readPrivate(file)
  if (existing) return signingKeyOf(existing)
  const temporary = writeAside(file, JSON.stringify(newPrivateJwk()))
  try {
    linkSync(temporary, file) // fails if another process was first: its key counts
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    unlinkSync(temporary)
  }
  return signingKeyOf(readPrivate(file)!)
}

/** The public keys of an owner, as its `/.well-known/jwks.json` shows them: the one in use, then the retired ones, the newest first. */
export const publicJwks = (dataDir: string, owner: string): Jwks => ({
  keys: [openSigningKey(dataDir, owner).publicJwk, ...readRetired(dataDir, owner).keys],
})

/** Retires the key in use and makes a new one; what the old one signed stays valid unless it is revoked. Gives the new key. */
export const rotateSigningKey = (
  dataDir: string,
  owner: string,
  options: { revokeOld: boolean },
): SigningKey => {
  const old = openSigningKey(dataDir, owner).publicJwk
  const retired = readRetired(dataDir, owner).keys.filter((key) => key.kid !== old.kid)
  // The retired list first: a stop between the two leaves the old key listed twice, never a signature without its key.
  replace(
    retiredFile(dataDir, owner),
    `${JSON.stringify({ keys: [options.revokeOld ? { ...old, revoked: true } : old, ...retired] }, null, 2)}\n`,
  )
  const next = newPrivateJwk()
  replace(signingFile(dataDir, owner), JSON.stringify(next))
  return signingKeyOf(next)
}

const newPrivateJwk = (): PrivateJwk =>
  privateJwk.parse(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }))

const readPrivate = (file: string): PrivateJwk | null => {
  const text = readIfThere(file)
  if (text === null) return null
  if ((statSync(file).mode & 0o077) !== 0)
    throw new Error(
      `signing key ${file} can be read by others: chmod 600 it, and replace the key if it may have leaked`,
    )
  const read = privateJwk.safeParse(JSON.parse(text))
  if (!read.success) throw new Error(`${file} does not hold an Ed25519 private key as a JWK`)
  return read.data
}

const readRetired = (dataDir: string, owner: string): Jwks => {
  const file = retiredFile(dataDir, owner)
  const text = readIfThere(file)
  const jwks = text === null ? { keys: [] } : readJwks(JSON.parse(text))
  // Going on without it would drop revocations.
  if (!jwks) throw new Error(`${file} is not a JWK set`)
  return jwks
}

const readIfThere = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

const writeAside = (file: string, text: string): string => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const temporary = `${file}.${process.pid}.new`
  const handle = openSync(temporary, 'wx', 0o600)
  writeSync(handle, text)
  fsyncSync(handle)
  closeSync(handle)
  return temporary
}

const replace = (file: string, text: string): void => renameSync(writeAside(file, text), file)
