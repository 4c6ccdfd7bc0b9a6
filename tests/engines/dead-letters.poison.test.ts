import { describeDeadLetter, listDeadLetters, openDeadLetter, replayDeadLetters } from '@ioc/dead-letters'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from '../browser/until.ts'
import { goodAfter, POISON } from './dead-letters.poison.ts'
import { openRiver, type River } from './dead-letters.river.ts'

const ACTING = { actor: 'tester', why: 'a test' }
const WAIT_MS = 60_000

let river: River
beforeAll(async () => {
  river = await openRiver()
  await river.startAggregator()
  // One partition, so that each good record stands behind its poison.
  for (const [at, { record }] of POISON.entries())
    await river.publish('dossier.v1', [
      { ...record, partition: 0 },
      { ...goodAfter(at), partition: 0 },
    ])
  await until('the ledger has everything', async () => (await ledgerRows()) === 2 * POISON.length, 60_000)
})
afterAll(() => river?.close(), 60_000)

const count = async (sql: string) => (await river.clickhouse.query<{ n: number }>(sql))[0]!.n
const ledgerRows = () =>
  count("SELECT uniqExact(`partition`, `offset`) AS n FROM ledger WHERE topic = 'dossier.v1'")
const subjects = () => count('SELECT count() AS n FROM dossier FINAL WHERE voided = 0')
const listed = async () => (await listDeadLetters(river.clickhouse, {}, 200)).deadLetters
const letterOf = async (at: number) => (await listed()).find(({ offset }) => offset === 2 * at)!

test('poison of every kind becomes a dead letter, and each good record behind it is kept', async () => {
  const letters = await listed()
  expect(letters.map(({ offset }) => offset).sort((a, b) => a - b)).toEqual(POISON.map((_, at) => 2 * at))
  expect(await subjects()).toBe(POISON.length)
})

describe.each(POISON.map((poison, at) => ({ ...poison, at })))('$what', ({ at, code, mend }) => {
  test(`is told by ${code}, and shown without naming anybody`, async () => {
    const letter = await letterOf(at)
    expect(letter.reasons.map((reason) => reason.code)).toContain(code)
    expect(letter.state).toBe('open')
    const opened = await openDeadLetter(river.doors, letter, ACTING)
    const text = JSON.stringify([letter, opened])
    for (const secret of ['Nguyễn', 'Mô Phỏng', '0912', '912 345']) expect(text).not.toContain(secret)
    const { actions } = await describeDeadLetter(river.clickhouse, letter)
    expect(actions.map(({ action, actor }) => [action, actor])).toEqual([['open', 'tester']])
  })

  test('as it is, it would be rejected again, so it is not sent', async () => {
    const [replayed] = await replayDeadLetters(river.doors, [await letterOf(at)], { ...ACTING, waitMs: 0 })
    expect(replayed?.outcome).toBe('would-be-rejected')
    expect(replayed?.reasons.map((reason) => reason.code)).toContain(code)
  })

  test('mended it has exactly one effect, and a second replay has none', async () => {
    const before = await subjects()
    const letter = await letterOf(at)
    const options = { ...ACTING, mending: mend, waitMs: WAIT_MS }
    const [asked] = await replayDeadLetters(river.doors, [letter], { ...options, dryRun: true })
    expect(asked).toMatchObject({ outcome: 'would-be-kept', reasons: [] })
    const [first] = await replayDeadLetters(river.doors, [letter], options)
    expect(first).toMatchObject({ outcome: 'kept', position: `dossier.v1/0/${2 * at}` })
    const rows = await ledgerRows()
    const [second] = await replayDeadLetters(river.doors, [letter], options)
    expect(second).toMatchObject({ outcome: 'already-replayed', at: first!.at })
    expect([await subjects(), await ledgerRows()]).toEqual([before + 1, rows])
    expect(await letterOf(at)).toMatchObject({ state: 'replayed', replays: 1, replayedAt: first!.at })
  })
})

test('sent again on purpose, it is one more record and no more effect', async () => {
  const [before, rows] = [await subjects(), await ledgerRows()]
  const [again] = await replayDeadLetters(river.doors, [await letterOf(0)], {
    ...ACTING,
    mending: POISON[0]!.mend,
    again: true,
    waitMs: WAIT_MS,
  })
  expect(again?.outcome).toBe('kept')
  expect([await subjects(), await ledgerRows()]).toEqual([before, rows + 1])
})

test('no row in the open holds what the poison held', async () => {
  for (const table of ['ledger', 'dossier_version', 'dead_letter_action']) {
    const [row] = await river.clickhouse.query<{ n: number }>(
      `SELECT count() AS n FROM ${table} WHERE toString(tuple(*)) LIKE '%Phỏng%' OR toString(tuple(*)) LIKE '%0912%345%'`,
    )
    expect([table, row?.n]).toEqual([table, 0])
  }
})
