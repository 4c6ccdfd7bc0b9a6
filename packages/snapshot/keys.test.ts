import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { exampleBody } from './example.ts'
import { openSigningKey, publicJwks, rotateSigningKey } from './keys.ts'
import { signBody } from './sign.ts'
import { verifyArtefact } from './verify.ts'

let dataDir = ''
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'ioc-keys-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))
const file = () => join(dataDir, 'secrets', 'publisher-signing.jwk')

test('a key is made at the first start, for its owner alone, and found again', () => {
  const key = openSigningKey(dataDir, 'publisher')
  expect(statSync(file()).mode & 0o777).toBe(0o600)
  expect(openSigningKey(dataDir, 'publisher').kid).toBe(key.kid)
  expect(openSigningKey(dataDir, 'receiver').kid).not.toBe(key.kid)
})

test('a key others can read is refused', () => {
  openSigningKey(dataDir, 'publisher')
  chmodSync(file(), 0o640)
  expect(() => openSigningKey(dataDir, 'publisher')).toThrow('can be read by others')
})

test('the public set never holds the private half', () => {
  openSigningKey(dataDir, 'publisher')
  const [key, ...none] = publicJwks(dataDir, 'publisher').keys
  expect(none).toEqual([])
  expect(Object.keys(key!).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x'])
})

test.each([
  { revokeOld: false, before: 'sound' },
  { revokeOld: true, before: 'wrong' },
])(
  'after a rotation (revoked: $revokeOld) what was signed before is $before',
  async ({ revokeOld, before }) => {
    const old = await signBody(exampleBody, openSigningKey(dataDir, 'publisher'))
    const next = rotateSigningKey(dataDir, 'publisher', { revokeOld })
    const jwks = publicJwks(dataDir, 'publisher')
    expect(jwks.keys.map((key) => key.revoked ?? false)).toEqual([false, revokeOld])
    expect((await verifyArtefact(old, jwks)).kind).toBe(before)
    expect(await verifyArtefact(await signBody(exampleBody, next), jwks)).toEqual({ kind: 'sound' })
  },
)
