import { join } from 'node:path'
import { z } from 'zod'
import { publicJwk, readJwks } from './jwks.ts'
import { KeyFault, readIfThere, replaceFile } from './key-files.ts'

const instant = z.string().nullable()

/** What is known of one signing key: its public half, and when what became of it. Which one is in use is said by the private files. */
const entry = z.strictObject({
  jwk: publicJwk,
  madeAt: instant,
  inUseSince: instant,
  retiredAt: instant,
  revokedAt: instant,
  why: z.string().nullable(),
})
export type KeyEntry = z.output<typeof entry>

const book = z.strictObject({ keys: z.array(entry) })

const bookFile = (dataDir: string, owner: string) => join(dataDir, 'secrets', `${owner}-signing-keys.json`)
/** Where retired keys stood before there was a book. */
const retiredFile = (dataDir: string, owner: string) => join(dataDir, 'secrets', `${owner}-retired.jwks.json`)

/** Every signing key an owner has had, the newest first. Throws KeyFault where the file is damaged: going on would drop revocations. */
export const readBook = (dataDir: string, owner: string): KeyEntry[] => {
  const file = bookFile(dataDir, owner)
  const text = readIfThere(file)
  if (text === null) return readRetired(dataDir, owner)
  const read = book.safeParse(jsonOf(text))
  if (!read.success) throw new KeyFault(`${file} is not a list of signing keys: restore it from a copy`)
  return read.data.keys
}

export const writeBook = (dataDir: string, owner: string, keys: readonly KeyEntry[]): void =>
  replaceFile(bookFile(dataDir, owner), `${JSON.stringify({ keys }, null, 2)}\n`)

const readRetired = (dataDir: string, owner: string): KeyEntry[] => {
  const file = retiredFile(dataDir, owner)
  const text = readIfThere(file)
  if (text === null) return []
  const jwks = readJwks(jsonOf(text))
  if (!jwks) throw new KeyFault(`${file} is not a JWK set: restore it from a copy`)
  const unknown = { madeAt: null, inUseSince: null, retiredAt: null, why: null }
  return jwks.keys.map(({ revoked, ...jwk }) => ({ jwk, ...unknown, revokedAt: revoked ? 'unknown' : null }))
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null // refused by the shape, in words
  }
}
