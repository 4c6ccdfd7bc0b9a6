import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openCatalogues } from '@ioc/catalogues'
import { KeyFault, openSigningKey, publicJwks, readJwks, signBody, verifyArtefact } from '@ioc/snapshot'
import { exampleBody } from '@ioc/snapshot/example.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { OWNERS, readCommand, WrongWords } from './command.ts'

const OWNER = 'snapshot-publisher'
const newKey = () => randomBytes(32).toString('hex')
const runCommand = (args: string[], at: { dataDir: string; nowMs: number }) =>
  readCommand(args, { ...at, user: 'lan', newKey, catalogues: openCatalogues }).run()

let dataDir = ''
let nowMs = 0
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'ioc-keys-'))
  nowMs = Date.parse('2026-07-01T00:00:00Z')
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const keys = (...args: string[]) => {
  nowMs += 60_000
  return JSON.parse(runCommand(['signing', ...args, '--json'], { dataDir, nowMs })).keys as {
    owner: string
    kid: string
    state: string
    since: string
    why: string | null
  }[]
}
const states = (...args: string[]) => keys(...args).map(({ kid, state }) => [kid, state])
const signer = () => openSigningKey(dataDir, OWNER)
const sign = () => signBody(exampleBody, signer())

test('with overlap: a key is published before it signs, and the one before stays published', async () => {
  const jwksServer = createServer((_, response) => response.end(JSON.stringify(publicJwks(dataDir, OWNER))))
  await new Promise<void>((resolve) => jwksServer.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(jwksServer.address() as AddressInfo).port}/`
  const published = async () => readJwks(await (await fetch(url)).json())!
  const verdict = async (artefact: unknown) => {
    const v = await verifyArtefact(artefact, await published())
    return v.kind === 'sound' ? 'sound' : v.fault
  }
  try {
    const old = signer().kid
    const before = await sign()
    const next = states('prepare')[1]![0]!
    // Running processes read both at each use: what is published and what signs.
    expect((await published()).keys.map((key) => key.kid)).toEqual([old, next])
    expect(signer().kid).toBe(old)

    expect(states('rotate')).toEqual([
      [next, 'in-use'],
      [old, 'retired'],
    ])
    const after = await sign()
    expect(signer().kid).toBe(next)
    expect([await verdict(before), await verdict(after)]).toEqual(['sound', 'sound'])

    const last = states('revoke', next, '--why', 'laptop stolen')
    expect(last.map(([, state]) => state)).toEqual(['in-use', 'revoked', 'retired'])
    expect([await verdict(before), await verdict(after), await verdict(await sign())]).toEqual([
      'sound',
      'revoked-key',
      'sound',
    ])
  } finally {
    jwksServer.close()
  }
})

test('the list tells name, state, since when and why, of both owners', () => {
  for (const owner of OWNERS) openSigningKey(dataDir, owner, { now: () => nowMs })
  const kid = signer().kid
  expect(keys('list').map(({ owner, state, since }) => [owner, state, since])).toEqual(
    OWNERS.map((owner) => [owner, 'in-use', '2026-07-01T00:00:00.000Z']),
  )
  keys('revoke', kid, '--why', 'leaked')
  expect(keys('list', '--owner', OWNER)[1]).toEqual({
    ...{ owner: OWNER, kid, state: 'revoked', since: '2026-07-01T00:02:00.000Z', why: 'leaked' },
  })
  expect(runCommand(['signing', 'list'], { dataDir, nowMs })).toContain(
    `${kid}  revoked   2026-07-01T00:02:00.000Z  leaked`,
  )
})

test('a next key that is revoked never signs, and is shown as revoked', () => {
  const old = signer().kid
  const next = states('prepare')[1]![0]!
  expect(states('revoke', next, '--why', 'made on the wrong machine')).toEqual([
    [old, 'in-use'],
    [next, 'revoked'],
  ])
  expect(() => keys('rotate')).toThrow('no next key')
  expect(publicJwks(dataDir, OWNER).keys.find((key) => key.kid === next)?.revoked).toBe(true)
})

test('a name that begins with a dash is a name', () => {
  const kid = `-${'A'.repeat(42)}`
  expect(() => keys('revoke', kid, '--why', 'leaked', '--owner', OWNER)).toThrow(kid)
  expect(() => keys('revoke', '-x', '--why', 'leaked')).toThrow(/-x/)
})

test('private files are for their owner alone', () => {
  signer()
  keys('prepare')
  const folder = join(dataDir, 'secrets')
  const modes = readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mode & 0o777])
  expect(Object.fromEntries(modes)).toEqual({
    'snapshot-publisher-signing.jwk': 0o600,
    'snapshot-publisher-signing-next.jwk': 0o600,
    'snapshot-publisher-signing-keys.json': 0o600,
  })
})

test.each<[string, () => unknown, RegExp]>([
  ['rotating with nothing prepared', () => keys('rotate'), /no next key of snapshot-publisher is prepared/],
  ['preparing twice', () => [keys('prepare'), keys('prepare')], /is prepared already/],
  [
    'revoking what is not known',
    () => keys('revoke', 'nonsense', '--why', 'x'),
    /nobody has a signing key nonsense/,
  ],
  [
    'revoking twice',
    () => [
      keys('revoke', signer().kid, '--why', 'x'),
      keys('revoke', keys('list', '--owner', OWNER)[1]!.kid, '--why', 'y'),
    ],
    /is revoked already/,
  ],
])('%s is refused in one line', (_what, run, line) => {
  signer()
  expect(run).toThrow(KeyFault)
  rmSync(join(dataDir, 'secrets'), { recursive: true })
  signer()
  expect(run).toThrow(line)
})

test('a key file that is gone is no reason to sign with another one silently', () => {
  const { kid } = signer()
  const file = join(dataDir, 'secrets', `${OWNER}-signing.jwk`)
  renameSync(file, `${file}.away`)
  expect(signer).toThrow(`the signing key ${kid} of ${OWNER} is missing: bring ${file} back`)
  // What it signed can still be verified meanwhile.
  expect(publicJwks(dataDir, OWNER).keys.map((key) => key.kid)).toEqual([kid])
  expect(states('rotate', '--now').map(([, state]) => state)).toEqual(['in-use', 'retired'])
  expect(signer().kid).not.toBe(kid)
  rmSync(join(dataDir, 'secrets'), { recursive: true })
  expect(() => openSigningKey(dataDir, OWNER, { mayMake: false })).toThrow('is missing')
})

test.each<[string, (file: string) => void, string]>([
  ['readable by others', (file) => chmodSync(file, 0o644), 'can be read by others: chmod 600 it'],
  ['no key', (file) => writeFileSync(file, 'secret'), 'does not hold an Ed25519 private key'],
])('a key file that is %s is refused in one line, without what it holds', (_what, spoil, line) => {
  signer()
  spoil(join(dataDir, 'secrets', `${OWNER}-signing.jwk`))
  expect(signer).toThrow(KeyFault)
  expect(signer).toThrow(line)
  expect(signer).not.toThrow('secret\n')
})

test('a key of a data folder from before there was a book goes on, with what was retired and revoked', () => {
  signer()
  const retired = [exampleJwk('a'), { ...exampleJwk('b'), revoked: true }]
  rmSync(join(dataDir, 'secrets', `${OWNER}-signing-keys.json`))
  writeFileSync(join(dataDir, 'secrets', `${OWNER}-retired.jwks.json`), JSON.stringify({ keys: retired }))
  expect(keys('prepare').map(({ state }) => state)).toEqual(['in-use', 'next', 'retired', 'revoked'])
  expect(publicJwks(dataDir, OWNER).keys.map((key) => key.revoked ?? false)).toEqual([
    false,
    false,
    false,
    true,
  ])
})
const exampleJwk = (kid: string) => ({ kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43), kid })

test.each([
  [[]],
  [['push']],
  [['signing']],
  [['signing', 'burn']],
  [['signing', 'list', 'more']],
  [['signing', 'revoke']],
  [['signing', 'revoke', 'x']],
  [['signing', 'revoke', 'x', '--why', ' ']],
  [['signing', 'list', '--owner', 'root']],
  [['signing', 'list', '--loud']],
  [['operator']],
  [['operator', 'new']],
  [['operator', 'revoke']],
  [['operator', 'list', 'lan']],
  [['operator', 'new', 'lan', 'minh']],
])('the words %j are not understood', (args) => {
  expect(() => runCommand(args, { dataDir, nowMs })).toThrow(WrongWords)
})

test('an operator’s token is shown once, listed by name, and revoked', () => {
  const operator = (...args: string[]) =>
    JSON.parse(runCommand(['operator', ...args, '--json'], { dataDir, nowMs })) as {
      token?: string
      operators: { name: string; state: string; since: string }[]
    }
  const since = '2026-07-01T00:00:00.000Z'
  const made = operator('new', 'lan.nguyen')
  expect(made.token).toMatch(/^[0-9a-f]{64}$/)
  expect(operator('list')).toEqual({ done: [], operators: [{ name: 'lan.nguyen', state: 'valid', since }] })
  expect(operator('revoke', 'lan.nguyen').operators).toEqual([
    { name: 'lan.nguyen', state: 'revoked', since },
  ])
  expect(runCommand(['operator', 'new', 'minh'], { dataDir, nowMs })).toMatch(
    /^minh may act from now on[^\n]*\n[0-9a-f]{64}\nlan\.nguyen +revoked .*\nminh +valid /,
  )
})

test('as a command: exit 0, 1 and 78, and nothing but JSON on stdout', () => {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url))
  const run = (...args: string[]) => {
    try {
      const env = { IOC_DATA_DIR: dataDir }
      return {
        code: 0,
        out: execFileSync(process.execPath, [main, ...args], { env, encoding: 'utf8', stdio: 'pipe' }),
      }
    } catch (error) {
      const { status, stderr } = error as { status: number; stderr: string }
      return { code: status, out: stderr }
    }
  }
  expect(JSON.parse(run('signing', 'prepare', '--json').out).keys[0].state).toBe('next')
  expect(run('signing', 'prepare')).toEqual({ code: 1, out: expect.stringMatching(/^a next key .*\n$/) })
  expect(run('signing', 'burn').code).toBe(78)
  expect(run('operator', 'new', 'Lan')).toEqual({ code: 1, out: expect.stringMatching(/^"Lan" is no name/) })
  expect(run('--help').out).toContain('npm run keys -- signing')
}, 300_000)
