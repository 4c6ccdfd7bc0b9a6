import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { calculateJwkThumbprint, flattenedVerify } from 'jose'
import { expect, test } from 'vitest'
import { canonicalBytes } from './canonical.ts'
import { exampleBody, exampleKey } from './example.ts'
import { thumbprintOf } from './jwks.ts'
import { isSignedBy, kidOf, signDetached } from './jws.ts'
import { kidOfBytes, signToBytes } from './sign.ts'

const bytes = canonicalBytes(exampleBody)
const header = `{"alg":"EdDSA","kid":"${exampleKey.kid}","b64":false,"crit":["b64"]}`
const signingInput = Buffer.concat([
  Buffer.from(`${Buffer.from(header).toString('base64url')}.`, 'ascii'),
  bytes,
])

test('the name of a key is its RFC 7638 thumbprint: RFC 8037 appendix A.3', async () => {
  expect(exampleKey.kid).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k')
  const { kty, crv, x } = exampleKey.publicJwk
  expect(await calculateJwkThumbprint({ kty, crv, x })).toBe(thumbprintOf({ x }))
})

test('node:crypto alone makes the same text from header, point and bytes', async () => {
  const own = sign(
    null,
    signingInput,
    createPrivateKey(exampleKey.privateKey.export({ type: 'pkcs8', format: 'pem' })),
  )
  expect(await signDetached(bytes, exampleKey)).toBe(
    `${Buffer.from(header).toString('base64url')}..${own.toString('base64url')}`,
  )
})

test('node:crypto alone believes it', async () => {
  const [, , signature] = (await signDetached(bytes, exampleKey)).split('.')
  const key = createPublicKey({ key: { ...exampleKey.publicJwk }, format: 'jwk' })
  expect(verify(null, signingInput, key, Buffer.from(signature!, 'base64url'))).toBe(true)
})

test('jose alone believes it, as unencoded and detached', async () => {
  const [head, middle, signature] = (await signDetached(bytes, exampleKey)).split('.')
  expect(middle).toBe('')
  const verified = await flattenedVerify(
    { protected: head!, payload: bytes, signature: signature! },
    exampleKey.publicJwk,
  )
  expect(verified.protectedHeader).toEqual(JSON.parse(header))
})

test('one byte more, and nobody signed it', async () => {
  const signature = await signDetached(bytes, exampleKey)
  expect(await isSignedBy(bytes, signature, exampleKey.publicJwk)).toBe(true)
  expect(await isSignedBy(Buffer.concat([bytes, Buffer.of(32)]), signature, exampleKey.publicJwk)).toBe(false)
})

test.each([
  ['another algorithm', `{"alg":"none","kid":"a","b64":false,"crit":["b64"]}`],
  ['an encoded payload', `{"alg":"EdDSA","kid":"a","b64":true,"crit":["b64"]}`],
  ['members in another order', `{"kid":"a","alg":"EdDSA","b64":false,"crit":["b64"]}`],
  ['no JSON', 'nonsense'],
])('a header with %s names no key', (_what, other) => {
  expect(kidOf(`${Buffer.from(other).toString('base64url')}..x`)).toBeNull()
})

test('the key that signed an artefact is read off its bytes; other bytes name none', async () => {
  const { bytes } = await signToBytes(exampleBody, exampleKey)
  expect(kidOfBytes(bytes)).toBe(exampleKey.kid)
  expect(kidOfBytes(bytes.subarray(0, -1))).toBeNull()
  expect(kidOfBytes(Buffer.from('{"signature":"x"}'))).toBeNull()
})
