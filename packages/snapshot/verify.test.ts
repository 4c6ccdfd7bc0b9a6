import { generateKeyPairSync } from 'node:crypto'
import type { Artefact, SnapshotBody } from '@ioc/schemas/snapshot/index.ts'
import { expect, test } from 'vitest'
import { canonicalBytes, digestOf } from './canonical.ts'
import { verifyChain } from './chain.ts'
import { exampleBody, exampleKey, exampleRevision } from './example.ts'
import { signDetached } from './jws.ts'
import { type PrivateJwk, type SigningKey, signingKeyOf } from './keys.ts'
import { readJson } from './read.ts'
import { signReceipt, verifyReceipt } from './receipt.ts'
import { artefactBytes, signBody } from './sign.ts'
import { FAULTS } from './verdict.ts'
import { verifyArtefact, verifyBytes } from './verify.ts'

const jwks = { keys: [exampleKey.publicJwk] }
const first = await signBody(exampleBody, exampleKey)
const second = await signBody(exampleRevision(first), exampleKey)
const otherKey = signingKeyOf(
  generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }) as PrivateJwk,
)

/** Signs whatever it is given, as a publisher gone wrong would. */
const signBlindly = async (body: unknown, key: SigningKey = exampleKey) => {
  const bytes = canonicalBytes(body)
  return { body, digest: digestOf(bytes), signature: await signDetached(bytes, key) }
}
const change = (over: Partial<SnapshotBody>) => ({ ...exampleBody, ...over })
const verdictOf = async (artefact: unknown, keys = jwks) => {
  const verdict = await verifyArtefact(artefact, keys)
  return verdict.kind === 'sound' ? 'sound' : `${verdict.fault} ${verdict.path}`.trim()
}

test('what was signed is sound, from memory and from its bytes', async () => {
  expect(await verdictOf(first)).toBe('sound')
  expect((await verifyBytes(artefactBytes(first), jwks)).artefact).toEqual(first)
})

test('the same body gives the same bytes', async () => {
  expect(artefactBytes(await signBody(structuredClone(exampleBody), exampleKey))).toEqual(
    artefactBytes(first),
  )
})

const [ratio, ...others] = exampleBody.values
const broken: [string, unknown, string][] = [
  ['half a surrogate pair', { ...first, body: change({ group: '\ud800' }) }, 'bytes group'],
  ['a field nobody knows', await signBlindly({ ...exampleBody, madeAt: 'x' }), 'schema body'],
  ['a day that is none', await signBlindly(change({ date: '2024-02-30' })), 'schema body.date'],
  [
    'a withheld value that travels along',
    await signBlindly(change({ values: [{ ...ratio!, state: 'withheld' }, ...others] })),
    'schema body.values.0',
  ],
  [
    'one cell twice',
    await signBlindly(change({ values: [ratio!, ratio!, ...others] })),
    'schema body.values',
  ],
  [
    'a watermark out of order',
    await signBlindly(
      change({ cut: { ...exampleBody.cut, watermark: exampleBody.cut.watermark.toReversed() } }),
    ),
    'schema body.cut.watermark',
  ],
  [
    'a correction without a reason',
    await signBlindly(change({ reason: { code: 'correction', text: null } })),
    'schema body.reason',
  ],
  [
    'revision 2 that supersedes nothing',
    await signBlindly(change({ revision: 2 })),
    'schema body.supersedes',
  ],
  [
    'a number changed on the way',
    { ...first, body: change({ values: [{ ...ratio!, numerator: 1 }] }) },
    'digest digest',
  ],
  ['a key nobody trusts', await signBlindly(exampleBody, otherKey), 'unknown-key signature'],
  ['the signature of another body', { ...first, signature: second.signature }, 'signature signature'],
  [
    "another key's signature under a trusted name",
    await signBlindly(exampleBody, { ...otherKey, kid: exampleKey.kid }),
    'signature signature',
  ],
  [
    'totals that do not add up',
    await signBlindly(change({ values: [{ ...ratio!, numerator: 151_018 }, ...others] })),
    'control-totals body.controlTotals',
  ],
  ['nothing', null, 'schema'],
]
test.each(broken)('a copy with %s', async (_what, artefact, verdict) => {
  expect(await verdictOf(artefact)).toBe(verdict)
})

test('a revoked key is believed in nothing, even where another entry still lists it', async () => {
  const revoked = { keys: [exampleKey.publicJwk, { ...exampleKey.publicJwk, revoked: true }] }
  expect(await verdictOf(first, revoked)).toBe('revoked-key signature')
})

test('every fault but that of the chain is shown by a broken copy', () => {
  const shown = new Set([...broken.map(([, , verdict]) => verdict.split(' ')[0]), 'revoked-key', 'chain'])
  expect([...FAULTS].filter((fault) => !shown.has(fault))).toEqual([])
})

test.each([
  ['no JSON', '{"body":'],
  ['a name twice, which readers read differently', '{"a":1,"b":{"c":1,"\\u0063":2}}'],
])('bytes that are %s', async (_what, text) => {
  const { verdict } = await verifyBytes(new TextEncoder().encode(text), jwks)
  expect(verdict).toMatchObject({ kind: 'wrong', fault: 'bytes' })
})

test('bytes that are no UTF-8', () => {
  expect(readJson(Buffer.from([0x22, 0xff, 0x22]))).toMatchObject({ kind: 'unreadable' })
})

test('one name in two objects, or as a value, is no repeat', () => {
  expect(readJson(Buffer.from('{"a":["a","a",{"a":1}],"b":{"a":"a\\":"}}')).kind).toBe('json')
})

test('a publisher does not sign what it would not believe', async () => {
  await expect(signBody(change({ controlTotals: [] }), exampleKey)).rejects.toThrow('no control total')
  await expect(signBody(change({ date: 'x' }), exampleKey)).rejects.toThrow()
})

const third = await signBody(exampleRevision(second), exampleKey)
const elsewhere: Artefact = await signBody(change({ group: 'feedback' }), exampleKey)
const usurper = await signBody(
  { ...exampleRevision(second), supersedes: { revision: 2, digest: first.digest } },
  exampleKey,
)
test.each([
  ['whole', [first, second, third], 'sound'],
  ['begun after the first', [second, third], 'sound'],
  ['with a gap', [first, third], 'chain body.revision'],
  ['backwards', [second, first], 'chain body.revision'],
  ['with one twice', [first, first], 'chain body.revision'],
  ['with another predecessor', [first, second, usurper], 'chain body.supersedes.digest'],
  ['of two groups', [first, elsewhere], 'chain body'],
])('a chain %s', (_what, chain, expected) => {
  const verdict = verifyChain(chain)
  expect(verdict.kind === 'sound' ? 'sound' : `${verdict.fault} ${verdict.path}`).toBe(expected)
})

test('a receipt is signed over itself without its signature', async () => {
  const receipt = await signReceipt(
    {
      status: 'accepted',
      group: 'dossier',
      date: '2024-06-30',
      revision: 1,
      digest: first.digest,
      counts: { received: 4, accepted: 4, refused: 0 },
      refused: [],
      receivedAt: '2024-07-01T00:05:00.000+07:00',
    },
    exampleKey,
  )
  expect(await verifyReceipt(receipt, jwks)).toEqual({ kind: 'sound' })
  expect(await verifyReceipt({ ...receipt, revision: 2 }, jwks)).toMatchObject({ fault: 'signature' })
  expect(await verifyReceipt({ ...receipt, status: 'refused' }, jwks)).toMatchObject({ fault: 'schema' })
})
