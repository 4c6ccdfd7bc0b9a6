import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCatalogues } from '@ioc/catalogues'
import { ClickHouseError } from '@ioc/clickhouse'
import { createLog } from '@ioc/log'
import { PushKeyFault } from '@ioc/push-keys'
import { openFirstKeys } from '@ioc/push-keys/register.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { audited } from './audited.ts'
import { readCommand, WrongWords } from './command.ts'

let dataDir = ''
let nowMs = 0
let keysMade = 0
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'ioc-keys-'))
  nowMs = Date.parse('2026-07-01T00:00:00Z')
  keysMade = 0
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const read = (...args: string[]) =>
  readCommand(args, {
    dataDir,
    nowMs,
    user: 'minh',
    catalogues: openCatalogues,
    newKey: () => (++keysMade).toString().padStart(64, '0'),
  })
const keys = (...args: string[]) =>
  JSON.parse(read(...args, '--json').run()) as {
    key?: string
    id?: string
    keys: Record<string, unknown>[]
  }
const NEW = ['new', 'one-stop-vendor', '--producer', 'dossier-producer']

test('a key is shown once, kept as a hash, and listed with its rights', () => {
  const { key, id } = keys(...NEW, '--units', '672,673', '--by', 'Lan', '--expires', '90d')
  expect(keys('list')).toEqual({
    done: [],
    faults: [],
    keys: [
      {
        id,
        ...{ source: 'one-stop-vendor', producer: 'dossier-producer', units: ['672', '673'], state: 'valid' },
        ...{ madeAt: '2026-07-01T00:00:00.000Z', madeBy: 'Lan', expiresAt: '2026-09-29T00:00:00.000Z' },
        ...{ revokedAt: null, revokedBy: null, firstStart: false },
      },
    ],
  })
  const kept = readdirSync(join(dataDir, 'keys/push')).map((file) =>
    readFileSync(join(dataDir, 'keys/push', file), 'utf8'),
  )
  expect(kept.join()).not.toContain(key)
  expect(read('list').run()).toMatch(
    /^one-stop-vendor +\w{8} {2}valid +dossier-producer {2}of 672, 673 and what lies below {2}made .* by Lan {2}ends /,
  )
  expect(read('list').run()).not.toContain(key)
})

test('a second key of a source needs no producer; rotate and revoke say which keys end, and when', () => {
  keys(...NEW)
  keys('new', 'one-stop-vendor')
  const states = (...args: string[]) => keys(...args).keys.map(({ state, expiresAt }) => [state, expiresAt])
  expect(states('list', 'one-stop-vendor')).toEqual([
    ['valid', null],
    ['valid', null],
  ])
  nowMs += 60_000
  expect(states('rotate', 'one-stop-vendor')).toEqual([
    ['valid', '2026-07-02T00:01:00.000Z'],
    ['valid', '2026-07-02T00:01:00.000Z'],
    ['valid', null],
  ])
  nowMs += 60_000
  expect(states('rotate', 'one-stop-vendor', '--overlap', '0').map(([state]) => state)).toEqual([
    ...['expired', 'expired', 'expired', 'valid'],
  ])
  expect(states('revoke', 'one-stop-vendor').map(([state]) => state)).toEqual([
    ...['expired', 'expired', 'expired', 'revoked'],
  ])
})

test('the first sources are known without a word, their keys listed as they lie', () => {
  openFirstKeys(dataDir, 'dossier-producer', ['dossier-push'])
  expect(keys('list').keys).toMatchObject([
    { source: 'dossier-push', producer: 'dossier-producer', state: 'valid', madeAt: null, firstStart: true },
  ])
  expect(keys('new', 'dossier-push').keys).toHaveLength(2)
})

test.each<[string, string[], RegExp]>([
  ['a name that is none', ['new', 'One Stop', '--producer', 'dossier-producer'], /is no name of a source/],
  ['a unit that is none', [...NEW, '--units', '672,67'], /"67" is no unit of any day; nearest known: \d/],
  ['a stranger revoked', ['revoke', 'nobody'], /no source "nobody" has a key; known are: none/],
  ['a stranger rotated', ['rotate', 'nobody'], /no source "nobody" has a key/],
])('%s is refused in one line', (_what, args, line) => {
  const run = () => read(...args).run()
  expect(run).toThrow(PushKeyFault)
  expect(run).toThrow(line)
})

test('what has ended already, or has two sets of rights, is refused with what there is', () => {
  const { id } = keys(...NEW)
  const other = keys('new', 'one-stop-vendor', '--units', '672').id!
  expect(() => read('rotate', 'one-stop-vendor')).not.toThrow()
  expect(() => read('rotate', 'one-stop-vendor').run()).toThrow(
    /different rights; say which one to follow with --key/,
  )
  expect(keys('rotate', 'one-stop-vendor', '--key', other).keys).toHaveLength(3)
  keys('revoke', 'one-stop-vendor', '--key', id!)
  expect(() => read('revoke', 'one-stop-vendor', '--key', id!)).toThrow(
    new RegExp(`^no valid key of one-stop-vendor is called ${id}: .*${id} revoked at dossier-producer`),
  )
})

test.each([
  [['new']],
  [['new', 'one-stop-vendor']],
  [['new', 'one-stop-vendor', '--producer', 'aggregator']],
  [[...NEW, 'more']],
  [[...NEW, '--expires', 'soon']],
  [[...NEW, '--expires', '0']],
  [[...NEW, '--overlap', '1h']],
  [['list', '--units', '672']],
  [['revoke', 'x', '--units', '672']],
])('the words %j are not understood', (args) => {
  expect(() => read(...args)).toThrow(WrongWords)
})

const doors = (answers: boolean, rows: string[][], insert?: () => never) => {
  const said: string[] = []
  return {
    said,
    clickhouse: {
      ping: async () => answers,
      insertRows: async (_table: string, _columns: readonly string[], lines: string | Buffer) => {
        insert?.()
        rows.push((JSON.parse(String(lines)) as string[]).slice(2))
      },
    },
    now: () => nowMs,
    newId: () => 'an-id',
    log: createLog('test', 'silent'),
    say: (line: string) => void said.push(line),
  }
}

test('who, what and when stand in the audit where it can be written; the work is done where it cannot, and that is said', async () => {
  const rows: string[][] = []
  const { act, run, by } = read(...NEW, '--by', 'Lan')
  const asked = { operator: 'minh', saidName: by, ...act! }
  await audited(asked, run, doors(true, rows))
  expect(rows.map((row) => [row[0], ...row.slice(2, 7)])).toEqual(
    ['asked', 'done'].map((step) => [step, 'keys', 'minh', 'Lan', 'keys.new', 'one-stop-vendor']),
  )
  expect(rows[0]![8]).toBe(
    JSON.stringify({
      id: keys('list').keys[0]!.id,
      producer: 'dossier-producer',
      units: null,
      expires: null,
    }),
  )

  const shut = () => {
    throw new ClickHouseError('refused', 60, 'no audit')
  }
  for (const away of [doors(false, []), doors(true, [], shut)]) {
    const revoke = read('revoke', 'one-stop-vendor')
    await audited({ operator: 'minh', ...revoke.act! }, revoke.run, away)
    expect(away.said).toEqual([expect.stringContaining('keys.revoke of one-stop-vendor stands in no audit')])
    expect(keys('new', 'one-stop-vendor').keys.map(({ state }) => state)).toContain('revoked')
  }
})
