import { createHash } from 'node:crypto'
import { z } from 'zod'
import { canonicalBytes } from './canonical.ts'

/** A public Ed25519 key of RFC 8037. `revoked` is ours: nothing signed with the key is believed any more, whenever it was signed. */
export const publicJwk = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  kid: z.string().min(1),
  alg: z.string().optional(),
  use: z.string().optional(),
  revoked: z.boolean().optional(),
})
export type PublicJwk = z.output<typeof publicJwk>
export type Jwks = { keys: PublicJwk[] }

/** RFC 7638 thumbprint of an Ed25519 key: SHA-256 over its required members. */
export const thumbprintOf = (key: { x: string }): string =>
  createHash('sha256')
    .update(canonicalBytes({ crv: 'Ed25519', kty: 'OKP', x: key.x }))
    .digest('base64url')

/** Reads a JWK set (RFC 7517); keys of other kinds are left out, as its section 5 asks. Null if it is no JWK set. */
export const readJwks = (json: unknown): Jwks | null => {
  const set = z.object({ keys: z.array(z.unknown()) }).safeParse(json)
  if (!set.success) return null
  return {
    keys: set.data.keys.flatMap((key) => {
      const read = publicJwk.safeParse(key)
      return read.success ? [read.data] : []
    }),
  }
}

/** The key of a name, or why it cannot be used. A key that any entry revokes is revoked. */
export const findKey = (jwks: Jwks, kid: string): PublicJwk | 'unknown-key' | 'revoked-key' => {
  const named = jwks.keys.filter((key) => key.kid === kid)
  if (named.some((key) => key.revoked)) return 'revoked-key'
  return named[0] ?? 'unknown-key'
}
