import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { digestOf, idOf, newPushKey, revokePushKeys, rotatePushKey } from '@ioc/push-keys'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openPushKeys } from './push-key.ts'

const HOUR_MS = 3_600_000
let dataDir: string
let nowMs: number
let said: string[]
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'ioc-push-keys-'))
  nowMs = Date.parse('2026-07-01T00:00:00Z')
  said = []
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const open = (firstSources = ['dossier-push']) =>
  openPushKeys(
    dataDir,
    { producer: 'dossier-producer', firstSources },
    { log: { error: (_: unknown, line?: string) => void said.push(line ?? '') } as never, now: () => nowMs },
  )
const at = () => ({ dataDir, nowMs, by: 'lan' })
let made = 0
const aKey = () => (++made).toString(16).padStart(64, '0')
const fresh = (source: string, more: { units?: string[]; lifeMs?: number; producer?: string } = {}) =>
  newPushKey(at(), { source, producer: 'dossier-producer', units: null, lifeMs: null, key: aKey(), ...more })
    .key
const file = (source = 'dossier-push') => join(dataDir, 'keys', source)
const first = (source?: string) => readFileSync(file(source), 'utf8').trim()
const kinds = (keys: ReturnType<typeof open>, ...tokens: string[]) =>
  tokens.map((token) => keys.find(token).kind)

test('a key speaks for its own source, and a stranger for none', () => {
  const keys = open(['one', 'two'])
  const key = first('one')
  expect(keys.find(key)).toEqual({ kind: 'valid', grant: new Map([['one', null]]) })
  const wrong = [
    '',
    key.slice(1),
    `${key}0`,
    key.toUpperCase().replace(/^./, 'g'),
    '0'.repeat(64),
    digestOf(key).toString('hex'),
  ]
  expect(kinds(keys, ...wrong)).toEqual(wrong.map(() => 'unknown'))
  expect(open(['one', 'two']).find(key).kind).toBe('valid')
})

test('a new source, a second key, a revoked one: each counts at the next asking, and nothing is opened anew', () => {
  const keys = open()
  const vendor = fresh('one-stop-vendor', { units: ['672', '673'] })
  expect(keys.find(vendor)).toEqual({ kind: 'valid', grant: new Map([['one-stop-vendor', ['672', '673']]]) })
  expect(keys.sources()).toEqual(['dossier-push', 'one-stop-vendor'])
  const second = fresh('one-stop-vendor')
  expect(kinds(keys, vendor, second)).toEqual(['valid', 'valid'])
  revokePushKeys(at(), { source: 'one-stop-vendor', id: idOf(digestOf(vendor).toString('hex')) })
  expect(kinds(keys, vendor, second)).toEqual(['ended', 'valid'])
  revokePushKeys(at(), { source: 'one-stop-vendor' })
  expect(kinds(keys, vendor, second, first())).toEqual(['ended', 'ended', 'valid'])
  expect(keys.sources()).toEqual(['dossier-push'])
})

test('a key of another producer opens nothing here', () => {
  expect(kinds(open(), fresh('feedback-vendor', { producer: 'hotline-producer' }))).toEqual(['unknown'])
})

test('a key ends at its instant, by itself', () => {
  const keys = open()
  const key = fresh('one-stop-vendor', { lifeMs: HOUR_MS })
  nowMs += HOUR_MS - 1
  expect(kinds(keys, key)).toEqual(['valid'])
  nowMs += 1
  expect(keys.find(key)).toEqual({
    kind: 'ended',
    why: `the key ${idOf(digestOf(key).toString('hex'))} of one-stop-vendor ended at 2026-07-01T01:00:00.000Z`,
  })
})

test('while a rotation overlaps both are taken; then the old one is over', () => {
  const keys = open()
  const old = fresh('one-stop-vendor', { units: ['672'] })
  const { key: next } = rotatePushKey(
    at(),
    { source: 'one-stop-vendor' },
    { key: aKey(), overlapMs: 24 * HOUR_MS, lifeMs: null },
  )
  expect(keys.find(next)).toEqual(keys.find(old)) // the same rights
  nowMs += 24 * HOUR_MS
  expect(kinds(keys, old, next)).toEqual(['ended', 'valid'])
  const { key: last } = rotatePushKey(
    at(),
    { source: 'one-stop-vendor' },
    { key: aKey(), overlapMs: 0, lifeMs: null },
  )
  expect(kinds(keys, old, next, last)).toEqual(['ended', 'ended', 'valid'])
})

test('rotated, the file of a first source holds the new key; the old one is taken until the overlap is over', () => {
  const keys = open()
  const old = first()
  const { key } = rotatePushKey(
    at(),
    { source: 'dossier-push' },
    { key: aKey(), overlapMs: HOUR_MS, lifeMs: null },
  )
  expect([first(), statSync(file()).mode & 0o777]).toEqual([key, 0o600])
  expect(kinds(keys, old, key)).toEqual(['valid', 'valid'])
  nowMs += HOUR_MS
  expect(kinds(open(), old, key)).toEqual(['ended', 'valid'])
  expect(kinds(keys, old, key)).toEqual(['ended', 'valid'])
})

test('revoked, the key of a first source is gone and is not made again; taken away by hand, it is', () => {
  const keys = open()
  const old = first()
  unlinkSync(file())
  expect(kinds(keys, old)).toEqual(['unknown'])
  open()
  const next = first()
  expect(kinds(keys, old, next)).toEqual(['unknown', 'valid'])
  revokePushKeys(at(), { source: 'dossier-push' })
  expect([existsSync(file()), ...kinds(keys, next)]).toEqual([false, 'ended'])
  open()
  expect(existsSync(file())).toBe(false)
  expect(kinds(keys, fresh('dossier-push'))).toEqual(['valid'])
})

test('what is kept is a hash, for its owner alone', () => {
  open()
  const key = fresh('one-stop-vendor')
  const kept = join(dataDir, 'keys/push', `${idOf(digestOf(key).toString('hex'))}.json`)
  expect(readFileSync(kept, 'utf8')).not.toContain(key)
  expect([statSync(kept), statSync(join(dataDir, 'keys/push'))].map(({ mode }) => mode & 0o777)).toEqual([
    0o600, 0o700,
  ])
})

test.each<[string, (kept: string) => void, RegExp]>([
  ['others can read', (kept) => chmodSync(kept, 0o644), /can be read or written by others: chmod 600 it/],
  [
    'cannot be read',
    (kept) => [unlinkSync(kept), mkdirSync(kept, { mode: 0o700 })],
    /cannot be read \(EISDIR\)/,
  ],
  ['holds no key', (kept) => writeFileSync(kept, '{"source":"x"}'), /is no such record/],
  ['is broken off', (kept) => writeFileSync(kept, '{"sour'), /is no such record/],
])('a key whose file %s opens nothing, is said once, and stops nobody else', (_what, spoil, line) => {
  const keys = open()
  const [spoilt, good] = [fresh('one-stop-vendor'), fresh('one-stop-vendor')]
  expect(kinds(keys, spoilt)).toEqual(['valid'])
  spoil(join(dataDir, 'keys/push', `${idOf(digestOf(spoilt).toString('hex'))}.json`))
  nowMs += 1_000 // what is done to a file in place is seen within a second
  expect(kinds(keys, spoilt, good, first(), spoilt)).toEqual(['unknown', 'valid', 'valid', 'unknown'])
  expect(said).toEqual([expect.stringMatching(line)])
  expect(said[0]).toContain(`keys/push/${idOf(digestOf(spoilt).toString('hex'))}.json`)
})

test('where the register cannot be read at all nobody is let in on what was known before', () => {
  const keys = open()
  const key = fresh('one-stop-vendor')
  expect(kinds(keys, key)).toEqual(['valid'])
  rmSync(join(dataDir, 'keys/push'), { recursive: true })
  writeFileSync(join(dataDir, 'keys/push'), 'a file')
  expect(kinds(keys, key, first())).toEqual(['unreadable', 'unreadable'])
  expect(said).toEqual([expect.stringContaining('keys/push cannot be read (ENOTDIR)')])
  rmSync(join(dataDir, 'keys/push'))
  expect(kinds(keys, first())).toEqual(['valid'])
})

test('a first key that others can read is refused at the start, and opens nothing later', () => {
  const keys = open()
  chmodSync(file(), 0o644)
  expect(kinds(keys, first())).toEqual(['unknown'])
  expect(said).toEqual([expect.stringContaining('keys/dossier-push can be read or written by others')])
  expect(() => open()).toThrow(/dossier-push can be read by others/)
})

test('keys of a source that may speak of different units are several speakers; a rotated one is not', () => {
  const keys = open([])
  fresh('one-stop-vendor', { units: ['682', '672'] })
  fresh('one-stop-vendor', { units: ['672', '682'] })
  fresh('other-vendor')
  expect(keys.speakersOf('one-stop-vendor')).toEqual([['672', '682']])
  fresh('one-stop-vendor', { units: ['673'] })
  expect(keys.speakersOf('one-stop-vendor')).toHaveLength(2)
  expect(keys.speakersOf('nobody')).toEqual([])
})
