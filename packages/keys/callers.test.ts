import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCatalogues } from '@ioc/catalogues'
import { callerHashes, openCallerHash } from '@ioc/source/caller-hash.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readCommand, WrongWords } from './command.ts'

const NUMBER = '0000000000'
let dataDir: string
let nowMs = 0
let keysMade = 0
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'ioc-callers-'))
  nowMs = Date.parse('2026-07-01T00:00:00Z')
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const callers = (...words: string[]) =>
  JSON.parse(
    readCommand(['callers', ...words, '--json'], {
      ...{ dataDir, nowMs, user: 'lan', catalogues: openCatalogues },
      newKey: () => (++keysMade).toString().padStart(64, '0'),
    }).run(),
  ) as { keys: { id: string; state: string; until: string | null }[] }

test('while two keys overlap both hashes are written, by a producer that runs on; after it the new one alone', () => {
  const hashing = openCallerHash(dataDir, () => nowMs)
  const first = callerHashes(hashing, NUMBER)
  expect(first).toEqual({ callerHash: expect.stringMatching(/^[0-9a-f]{8}:[0-9a-f]{32}$/) })
  const [before] = callers('list').keys
  const [inUse, old] = callers('rotate', '--overlap', '30d').keys
  expect(old).toEqual({ id: before!.id, state: 'written-too', until: '2026-07-31T00:00:00.000Z' })
  nowMs += 1_000
  const both = callerHashes(hashing, NUMBER)
  expect(both).toEqual({
    callerHash: expect.stringMatching(`^${inUse!.id}:`),
    callerHashBefore: first.callerHash,
  })
  nowMs += 30 * 86_400_000
  expect(callerHashes(hashing, NUMBER)).toEqual({ callerHash: both.callerHash })
  expect(callers('list').keys.map(({ state }) => state)).toEqual(['in-use', 'over'])
  expect(callerHashes(hashing, null)).toEqual({ callerHash: null })
})

test('a rotation that was broken off leaves the key before in use, alone', () => {
  const hashing = openCallerHash(dataDir, () => nowMs)
  const first = callerHashes(hashing, NUMBER)
  const key = '1'.repeat(64)
  writeFileSync(join(dataDir, 'secrets/callers.key'), key, { mode: 0o600 })
  const until = new Date(nowMs + 86_400_000).toISOString()
  writeFileSync(join(dataDir, 'secrets/callers-before.json'), JSON.stringify({ key, until }), { mode: 0o600 })
  nowMs += 1_000
  const { callerHash, ...more } = callerHashes(hashing, NUMBER)
  expect(callerHash).not.toBe(first.callerHash)
  expect(more).toEqual({})
})

test('the files are for their owner alone, and what is none is said', () => {
  callers('rotate')
  const secrets = join(dataDir, 'secrets')
  expect(readdirSync(secrets).sort()).toEqual(['callers-before.json', 'callers.key'])
  for (const file of readdirSync(secrets)) expect(statSync(join(secrets, file)).mode & 0o777).toBe(0o600)
  writeFileSync(join(secrets, 'callers-before.json'), '{}')
  expect(() => openCallerHash(dataDir)).toThrow(/callers-before\.json is no key with the end of its overlap/)
})

test.each([[[]], [['burn']], [['list', 'more']], [['rotate', '--overlap', 'soon']]])(
  '%j is refused',
  (words) => {
    expect(() => callers(...words)).toThrow(WrongWords)
  },
)
