import { spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SnapshotBody, SnapshotValue } from '@ioc/schemas/snapshot/index.ts'
import {
  canonicalBytes,
  controlTotalsOf,
  digestOf,
  type PrivateJwk,
  signBody,
  signDetached,
  signingKeyOf,
  verifyBytes,
  verifyChain,
} from '@ioc/snapshot'
import { exampleBody, exampleKey, exampleRevision } from '@ioc/snapshot/example.ts'
import { withWorkedExample } from '@ioc/snapshot/worked-example.ts'
import { afterAll, expect, test } from 'vitest'

// A second verifier, in Java, written from docs/snapshot-verification.md: where the two agree, the document can be relied on.
const VERIFIER = fileURLToPath(new URL('../verifiers/Verify.java', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'ioc-java-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const stranger = signingKeyOf(
  generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }) as PrivateJwk,
)
const revoked = signingKeyOf(
  generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }) as PrivateJwk,
)
const jwks = { keys: [exampleKey.publicJwk, { ...revoked.publicJwk, revoked: true }] }
const write = (name: string, bytes: string | Uint8Array) => {
  writeFileSync(join(folder, name), bytes)
  return join(folder, name)
}
const KEYS = write('jwks.json', JSON.stringify(jwks))

const java = (files: string[]) => {
  const { status, stdout, stderr, error } = spawnSync('java', [VERIFIER, KEYS, ...files], {
    encoding: 'utf8',
  })
  return { status, lines: (stdout ?? '').trim().split('\n'), stderr, missing: error !== undefined }
}
const probe = java([])
/** A JRE has no compiler, and then nothing is run from source. */
const why = probe.missing ? 'there is no Java' : probe.status === 0 ? null : 'this Java has no compiler'
if (why) console.info(`independent verifier skipped: ${why}; a JDK of 17 or newer runs it`)

const signBlindly = async (body: unknown, key = exampleKey) => {
  const bytes = canonicalBytes(body)
  return { body, digest: digestOf(bytes), signature: await signDetached(bytes, key) }
}
const first = await signBody(exampleBody, exampleKey)
const second = await signBody(exampleRevision(first), exampleKey)
const [ratio, ...others] = exampleBody.values
const withValues = (values: SnapshotValue[]): SnapshotBody => ({
  ...exampleBody,
  values,
  controlTotals: controlTotalsOf(values),
})

const NUMBERS = [
  0, -0.5, 0.1, 0.2, 0.000001, 1224.6, 3933.7, 8718.3, 94.85, 1234567890123456, 9007199254740991,
  123456789.123456, 1e15, 0.3,
]
const TEXTS = ['hồ sơ', 'a"b\\c/', 'tab\tline\n', '\u0001\u001f\u007f', '€😀', '\u2028\u00a0', 'ĐƯỜNG']
const odd = await signBody(
  withValues(
    NUMBERS.map((numerator, i) => ({
      ...ratio!,
      ...{
        indicator: i < 4 ? 'dossier.drift' : `dossier.odd-${i}`,
        unit: String(24_000 + i),
        numerator,
        denominator: null,
        unitOfMeasure: TEXTS[i % TEXTS.length]!,
      },
    })),
  ),
  exampleKey,
)
const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, member]) => [name, reversed(member)]),
  )
}
const ascii = (text: string) =>
  text.replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
const text = JSON.stringify(first)

const CASES: [string, string | Uint8Array][] = [
  ['as it is', text],
  ['odd numbers and letters', JSON.stringify(odd)],
  ['laid out for people', JSON.stringify(odd, null, 2)],
  ['members in another order', JSON.stringify(reversed(odd))],
  ['in ASCII', ascii(JSON.stringify(odd))],
  ['numbers written otherwise', text.replaceAll('157270', '1.5727e5').replaceAll('151017', '151017.0')],
  ['a number changed', text.replace('"numerator":151017', '"numerator":151018')],
  ['a letter changed', text.replace('Lâm Đồng', 'Lâm Ðồng')],
  ['a stranger’s key', JSON.stringify(await signBlindly(exampleBody, stranger))],
  ['a revoked key', JSON.stringify(await signBlindly(exampleBody, revoked))],
  ['the signature of another', JSON.stringify({ ...first, signature: second.signature })],
  [
    'a stranger under a known name',
    JSON.stringify(await signBlindly(exampleBody, { ...stranger, kid: exampleKey.kid })),
  ],
  [
    'totals that do not add up',
    JSON.stringify(await signBlindly({ ...exampleBody, values: [{ ...ratio!, numerator: 1 }, ...others] })),
  ],
  [
    'a total too many',
    JSON.stringify(
      await signBlindly({
        ...exampleBody,
        controlTotals: [...exampleBody.controlTotals, exampleBody.controlTotals[0]!],
      }),
    ),
  ],
  ['a total too few', JSON.stringify(await signBlindly({ ...exampleBody, controlTotals: [] }))],
  ['half a file', text.slice(0, 900)],
  ['a name twice', text.replace('"group":', '"date":"2024-06-30","group":')],
  ['a name twice, once escaped', text.replace('"group":', '"d\\u0061te":"2024-06-30","group":')],
  [
    'no UTF-8',
    Buffer.concat([Buffer.from(text.slice(0, 60)), Buffer.from([0xff]), Buffer.from(text.slice(60))]),
  ],
  ['a member more', JSON.stringify({ ...first, note: 'x' })],
]

test.skipIf(why !== null)(
  'the verifier in Java says of every file what ours says',
  { timeout: 60_000 },
  async () => {
    const ours = await Promise.all(
      CASES.map(async ([what, content]) => {
        const { verdict } = await verifyBytes(Buffer.from(content), jwks)
        return [what, verdict.kind === 'sound' ? 'sound' : verdict.fault]
      }),
    )
    const { lines } = java(CASES.map(([, content], i) => write(`case-${i}.json`, content)))
    expect(CASES.map(([what], i) => [what, lines[i]])).toEqual(ours)
    expect(new Set(ours.map(([, verdict]) => verdict))).toEqual(
      new Set([
        'sound',
        'bytes',
        'schema',
        'digest',
        'unknown-key',
        'revoked-key',
        'signature',
        'control-totals',
      ]),
    )
  },
)

const third = await signBody(exampleRevision(second), exampleKey)
const usurper = await signBody(
  { ...exampleRevision(second), supersedes: { revision: 2, digest: first.digest } },
  exampleKey,
)
test.skipIf(why !== null).each([
  ['whole', [first, second, third]],
  ['with a gap', [first, third]],
  ['with another predecessor', [first, second, usurper]],
])('and of a chain %s', { timeout: 60_000 }, (what, chain) => {
  const { lines, status } = java(chain.map((a, i) => write(`${what}-${i}.json`, JSON.stringify(a))))
  const isSound = verifyChain(chain).kind === 'sound'
  expect({ last: lines.at(-1), status }).toEqual({
    last: isSound ? 'chain sound' : 'chain',
    status: isSound ? 0 : 1,
  })
})

test('the worked example of the document is the example of the tree: node packages/snapshot/make-examples.ts writes it', async () => {
  const document = readFileSync(new URL('../../docs/snapshot-verification.md', import.meta.url), 'utf8')
  expect(document).toBe(await withWorkedExample(document))
})
