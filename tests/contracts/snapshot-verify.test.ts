import { spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { canonicalBytes, digestOf, type PrivateJwk, signDetached, signingKeyOf } from '@ioc/snapshot'
import { exampleBody, exampleKey, exampleRevision } from '@ioc/snapshot/example.ts'
import { afterAll, expect, test } from 'vitest'

const examples = fileURLToPath(new URL('../../schemas/examples/snapshot.v1/', import.meta.url))
const cli = fileURLToPath(new URL('../../packages/snapshot/verify-cli.ts', import.meta.url))
const first = join(examples, 'artefact.revision-1.json')
const second = join(examples, 'artefact.revision-2.json')
const keys = ['--jwks', join(examples, 'jwks.json')]

const folder = mkdtempSync(join(tmpdir(), 'ioc-verify-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const write = (name: string, text: string) => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const changed = write(
  'changed.json',
  readFileSync(first, 'utf8').replace('"numerator":151017', '"numerator":151018'),
)

const verify = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8' })
  return { status, stdout, stderr }
}

test('sound files, in any order, end with 0', () => {
  const { status, stdout } = verify('--', second, first, ...keys)
  expect({ status, lines: stdout.trim().split('\n').length }).toEqual({ status: 0, lines: 2 })
  expect(stdout).toContain(`${first}: sound, dossier 2024-06-30 revision 1, sha-256:`)
})

test('a changed number ends with 1 and names file and fault', () => {
  const { status, stdout } = verify(first, changed, ...keys)
  expect(status).toBe(1)
  expect(stdout).toContain(`${changed}: wrong, digest`)
})

test('--json is one object, also about a file that is not there', () => {
  const missing = join(folder, 'nowhere.json')
  const { status, stdout } = verify(first, missing, '--json', ...keys)
  expect(status).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({
    sound: false,
    files: [
      { file: first, sound: true, revision: 1 },
      { file: missing, sound: false },
    ],
    wrong: { file: missing, fault: 'bytes' },
  })
})

const other = signingKeyOf(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }) as PrivateJwk)
const signBlindly = async (body: unknown, key = exampleKey) => {
  const bytes = canonicalBytes(body)
  return JSON.stringify({ body, digest: digestOf(bytes), signature: await signDetached(bytes, key) })
}
const text = readFileSync(first, 'utf8')
const revoked = write(
  'revoked.jwks.json',
  JSON.stringify({ keys: [{ ...exampleKey.publicJwk, revoked: true }] }),
)
const [ratio, ...others] = exampleBody.values
const usurper = {
  ...exampleRevision(JSON.parse(text)),
  supersedes: { revision: 1, digest: `sha-256:${'0'.repeat(64)}` },
}

test.each<[string, string, string, string[]]>([
  ['bytes', 'half a file', text.slice(0, 500), keys],
  ['bytes', 'a name twice', text.replace('"group":', '"group":"a","group":'), keys],
  ['schema', 'a field nobody knows', await signBlindly({ ...exampleBody, madeAt: 'x' }), keys],
  ['digest', 'a letter changed', text.replace('Lâm', 'Lam'), keys],
  ['unknown-key', 'a key nobody trusts', await signBlindly(exampleBody, other), keys],
  ['revoked-key', 'a key that was revoked', text, ['--jwks', revoked]],
  [
    'signature',
    'a signature of somebody else',
    await signBlindly(exampleBody, { ...other, kid: exampleKey.kid }),
    keys,
  ],
  [
    'control-totals',
    'a number that fell out before signing',
    await signBlindly({ ...exampleBody, values: [{ ...ratio!, numerator: 1 }, ...others] }),
    keys,
  ],
  ['chain', 'another predecessor', await signBlindly(usurper), [...keys, first]],
])('%s is the first thing wrong with %s: exit 1, in words and as JSON', (fault, what, content, args) => {
  const file = write(`${what}.json`, content)
  const said = verify(file, ...args)
  expect({ status: said.status, last: said.stdout.trim().split('\n').at(-1) }).toEqual({
    status: 1,
    last: expect.stringContaining(`${file}: wrong, ${fault}`),
  })
  const json = verify(file, '--json', ...args)
  expect({ status: json.status, wrong: JSON.parse(json.stdout).wrong }).toMatchObject({
    status: 1,
    wrong: { file, fault },
  })
})

test('one revision twice is no chain', () => {
  const { status, stdout } = verify(first, first, '--json', ...keys)
  expect(status).toBe(1)
  expect(JSON.parse(stdout).wrong).toMatchObject({ file: first, fault: 'chain' })
})

test.each([
  ['no file', keys],
  ['no keys', [first]],
  ['keys that are none', [first, '--jwks', first]],
  ['keys that are not there', [first, '--jwks', join(folder, 'nowhere')]],
  ['an option nobody knows', [first, ...keys, '--force']],
])('%s is wrong usage, 64', (_what, args) => {
  const { status, stderr, stdout } = verify(...args)
  expect({ status, stdout }).toEqual({ status: 64, stdout: '' })
  expect(stderr).toContain('npm run --silent verify')
})

test('--help explains, and is no fault', () => {
  expect(verify('--help')).toMatchObject({ status: 0, stderr: '' })
})
