import { errors, FlattenedSign, flattenedVerify } from 'jose'
import type { PublicJwk } from './jwks.ts'
import type { SigningKey } from './keys.ts'

const HEADER = /^\{"alg":"EdDSA","kid":"([A-Za-z0-9_-]+)","b64":false,"crit":\["b64"\]\}$/

/** Signs bytes as a detached JWS with unencoded payload (RFC 7515 appendix F, RFC 7797): `<protected>..<signature>`. Same bytes, same key: same text. */
export const signDetached = async (bytes: Uint8Array, key: SigningKey): Promise<string> => {
  const signed = await new FlattenedSign(bytes)
    .setProtectedHeader({ alg: 'EdDSA', kid: key.kid, b64: false, crit: ['b64'] })
    .sign(key.privateKey)
  return `${signed.protected}..${signed.signature}`
}

/** The name of the key a detached JWS says it was signed with; null if its protected header is not, to the byte, the one of this product. */
export const kidOf = (signature: string): string | null => {
  const [header = ''] = signature.split('.', 1)
  return HEADER.exec(Buffer.from(header, 'base64url').toString('utf8'))?.[1] ?? null
}

/** Was this signature made over these bytes with this key? */
export const isSignedBy = async (bytes: Uint8Array, signature: string, key: PublicJwk): Promise<boolean> => {
  const [header = '', , value = ''] = signature.split('.')
  try {
    await flattenedVerify({ protected: header, payload: bytes, signature: value }, key, {
      algorithms: ['EdDSA'],
    })
    return true
  } catch (error) {
    // Whatever jose finds wrong with it, it is no signature of this key; anything else is a fault of ours.
    if (error instanceof errors.JOSEError) return false
    throw error
  }
}
