import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCatalogues } from '@ioc/catalogues'
import { ClickHouseError } from '@ioc/clickhouse'
import {
  countDeadLetters,
  type DeadLetter,
  describeDeadLetter,
  listByUnit,
  listDeadLetters,
  openDeadLetter,
  positionText,
  readSealer,
  replayDeadLetters,
  setAside,
} from '@ioc/dead-letters'
import type { Reason } from '@ioc/schemas'
import { dossier as dossierContract } from '@ioc/schemas/events/dossier.ts'
import { openSealer } from '@ioc/sealing'
import { type Incoming, judgeAtEdge } from '@ioc/source/edge.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readLedgerSteps } from '../../services/operations-centre/pulse/ledger-steps.ts'
import { dossier, event } from '../browser/events.ts'
import { until } from '../browser/until.ts'
import { openRiver, type River } from './dead-letters.river.ts'

const ACTING = { actor: 'tester', why: 'a test' }
const WAIT_MS = 60_000

let river: River
beforeAll(async () => {
  river = await openRiver()
  await river.startAggregator()
})
afterAll(() => river?.close(), 60_000)

const all = async (filter = {}) => (await listDeadLetters(river.clickhouse, filter, 200)).deadLetters
const bySource = async (source: string) => all({ source })
const subjects = async () =>
  (await river.clickhouse.query<{ n: number }>('SELECT count() AS n FROM dossier FINAL WHERE voided = 0'))[0]!
    .n

/** Publishes as a producer does: judged strictly, sealed where refused. */
const push = async (incoming: Partial<Incoming> & Pick<Incoming, 'source' | 'data'>) => {
  const { record } = judgeAtEdge(
    { id: 'edge-1', type: null, timeMs: null, ...incoming },
    { contract: dossierContract, catalogues: openCatalogues(), sealer: river.sealer, businessNow: Date.now },
  )
  await river.publish('dossier.v1', [record])
}
const publish = async (
  source: string,
  serial: number,
  change: object,
  headers: Record<string, string> = {},
) => {
  const record = event('dossier.v1', source, `${source}-${serial}`, dossier(serial, change))
  await river.publish('dossier.v1', [{ ...record, headers: { ...record.headers, ...headers } }])
}
/** Waits for so many dead letters of a source; newest first. */
const letters = async (source: string, howMany: number): Promise<DeadLetter[]> => {
  await until(`${source} has ${howMany}`, async () => (await bySource(source)).length === howMany, WAIT_MS)
  return bySource(source)
}
const replay = (letter: DeadLetter, options: object = {}) =>
  replayDeadLetters(river.doors, [letter], { ...ACTING, waitMs: WAIT_MS, ...options }).then(
    ([first]) => first!,
  )

test('what a producer refused is opened masked, mended and kept, and everything done is told', async () => {
  await push({
    source: 'edge',
    data: dossier(101, { ChuHoSo: 'Nguyễn Văn Mô Phỏng', status: '9', dossierCode: '0912345678' }) as Record<
      string,
      unknown
    >,
  })
  const [letter] = await letters('edge', 1)
  const opened = await openDeadLetter(river.doors, letter!, { actor: 'Lan', why: 'a caller asked' })
  expect(opened).toMatchObject({ masked: true, atEdge: true, outline: null })
  expect(opened.event).toMatchObject({
    id: 'edge-1',
    source: 'edge',
    data: {
      ChuHoSo: '•••',
      dossierCode: '•••',
      status: '9',
      unitCode: '24769',
      receivedAt: '2024-06-20T08:00:00+07:00',
    },
  })

  const mending = {
    changes: [
      { path: 'data.ChuHoSo', remove: true as const },
      { path: 'data.dossierCode', value: '000.00.00.H36-240620-0101' },
    ],
    patch: { data: { status: 'in-process' } },
  }
  const before = await subjects()
  expect(await replay(letter!, { mending: { changes: mending.changes } })).toMatchObject({
    outcome: 'would-be-rejected',
    mode: 'strict',
    reasons: [{ path: 'data.status', code: 'unknown-value' }],
  })
  const sent = await replay(letter!, { mending })
  expect(sent).toMatchObject({ outcome: 'kept', position: positionText(letter!) })
  expect(await subjects()).toBe(before + 1)
  const detail = await describeDeadLetter(river.clickhouse, letter!)
  expect(detail.state).toBe('replayed')
  expect(detail.actions.map(({ action, actor, why, detail }) => [action, actor, why, detail])).toEqual([
    ['open', 'Lan', 'a caller asked', '{}'],
    ['replay', 'tester', 'a test', '{"changed":["data.ChuHoSo","data.dossierCode","data.status"]}'],
  ])
  expect(detail.replayRecords).toMatchObject([
    { position: sent.at, verdict: 'keep', root: positionText(letter!) },
  ])
  const [kept] = await river.clickhouse.query<object>(
    `SELECT event_source AS source, event_id AS id, subject FROM ledger WHERE replay_of = '${positionText(letter!)}'`,
  )
  expect(kept).toEqual({
    source: 'edge',
    id: 'edge-1',
    subject: 'one-stop.lamdong.gov.vn/000.00.00.H36-240620-0101',
  })
  // Its source was last heard when it sent it, not when a person here replayed it.
  const [heard] = await river.clickhouse.query<{ ms: number }>(
    "SELECT max(toUnixTimestamp64Milli(appended_at)) AS ms FROM ledger WHERE event_source = 'edge' AND verdict = 'reject'",
  )
  const steps = (await readLedgerSteps(river.clickhouse, [])).filter(({ source }) => source === 'edge')
  expect(steps.map(({ verdict, lastAppendedMs }) => [verdict, lastAppendedMs]).sort()).toEqual([
    ['keep', null],
    ['reject', heard!.ms],
  ])
})

test('a whole event whose attributes were refused is mended by its attributes', async () => {
  const faults: Reason[] = [{ path: 'id', code: 'wrong-format', message: 'is no event id' }]
  const whole = {
    specversion: '1.0',
    id: 'Nguyễn Văn A',
    source: 'edge-whole',
    type: 'vn.lamdong.ioc.dossier.v1',
    data: dossier(102),
  }
  await push({
    source: 'edge-whole',
    id: whole.id,
    type: whole.type,
    data: Buffer.from(JSON.stringify(whole)),
    faults,
  })
  const [letter] = await letters('edge-whole', 1)
  expect(JSON.stringify(await openDeadLetter(river.doors, letter!, ACTING))).not.toContain('Nguyễn')
  expect(await replay(letter!)).toMatchObject({ outcome: 'would-be-rejected', reasons: [{ path: 'id' }] })
  expect(
    await replay(letter!, { mending: { changes: [{ path: 'id', value: 'edge-whole-1' }] } }),
  ).toMatchObject({ outcome: 'kept' })
})

test('a replay that is rejected once more is folded under its first one; a forged link hides nothing', async () => {
  await publish('folding', 111, { dueAt: '2024-02-30' })
  const [root] = await letters('folding', 1)
  await publish('folding', 111, { dueAt: '2024-02-31' }, { ioc_replay_of: positionText(root!) })
  await publish('folding', 112, { dueAt: '2024-02-30' }, { ioc_replay_of: 'dossier.v1/0/999999' })
  const [forged, first] = await letters('folding', 2)
  await until(
    'the replay is folded',
    async () => (await bySource('folding')).at(-1)?.state === 'rejected-again',
    WAIT_MS,
  )
  expect([forged?.state, positionText(first!)]).toEqual(['open', positionText(root!)])

  // Mended from the replay, it still points to the first one.
  const { replayRecords } = await describeDeadLetter(river.clickhouse, root!)
  const [topic, partition, offset] = replayRecords[0]!.position.split('/') as [string, string, string]
  const again = { ...root!, topic, partition: Number(partition), offset: Number(offset) }
  expect(await replay(again, { mending: { changes: [{ path: 'data.dueAt', value: null }] } })).toMatchObject({
    outcome: 'kept',
    position: positionText(root!),
  })
  expect((await bySource('folding')).map(({ state, replays }) => [state, replays])).toEqual([
    ['open', 0],
    ['replayed', 2],
  ])
})

test('a replay is not sent a second time while the ledger is behind, nor after', async () => {
  await publish('behind', 121, { dueAt: '2024-02-30' })
  const [letter] = await letters('behind', 1)
  const mending = { changes: [{ path: 'data.dueAt', value: null }] }
  await river.stopAggregator()
  expect(await replay(letter!, { mending, waitMs: 200 })).toMatchObject({ outcome: 'sent', at: null })
  expect((await bySource('behind'))[0]?.state).toBe('sent')
  expect(await replay(letter!, { mending, waitMs: 0 })).toMatchObject({ outcome: 'on-its-way' })
  await river.startAggregator()
  await until(
    'the replay is folded',
    async () => (await bySource('behind'))[0]?.state === 'replayed',
    WAIT_MS,
  )
  expect(await replay(letter!, { mending })).toMatchObject({ outcome: 'already-replayed' })
  expect((await bySource('behind'))[0]).toMatchObject({ state: 'replayed', replays: 1 })
})

test('all that share a reason are replayed together once the reason is gone; what is dropped is left out', async () => {
  for (let serial = 131; serial < 136; serial++) await publish('many', serial, { dueAt: '2024-02-30' })
  const five = await letters('many', 5)
  expect(await setAside(river.doors, 'drop', [five[0]!], { actor: 'Lan', why: 'test data' })).toMatchObject([
    { outcome: 'dropped' },
  ])
  expect(await setAside(river.doors, 'drop', [five[0]!], { actor: 'Lan', why: 'twice' })).toMatchObject([
    { outcome: 'unchanged' },
  ])
  const mending = { changes: [{ path: 'data.dueAt', value: null }] }
  const results = await replayDeadLetters(river.doors, five, { ...ACTING, mending, waitMs: WAIT_MS })
  expect(results.map(({ outcome }) => outcome).sort()).toEqual(['dropped', 'kept', 'kept', 'kept', 'kept'])
  await setAside(river.doors, 'reopen', [five[0]!], { actor: 'Lan', why: 'was real' })
  const repeated = await replayDeadLetters(river.doors, five, { ...ACTING, mending, waitMs: WAIT_MS })
  expect(repeated.map(({ outcome }) => outcome).sort()).toEqual([
    ...Array(4).fill('already-replayed'),
    'kept',
  ])
  expect(await countDeadLetters(river.clickhouse, { source: 'many' })).toMatchObject({
    records: 5,
    reasons: [{ code: 'wrong-instant', records: 5 }],
    states: [{ state: 'replayed', records: 5 }],
  })
})

test('filters and pages', async () => {
  for (const serial of [141, 142, 143])
    await publish('paged', serial, { dueAt: '2024-02-30', unitCode: serial === 142 ? '24778' : '24769' })
  const [newest, middle, oldest] = await letters('paged', 3)
  const first = await listDeadLetters(river.clickhouse, { source: 'paged' }, 2)
  expect(first.deadLetters.map(positionText)).toEqual([newest, middle].map((each) => positionText(each!)))
  const second = await listDeadLetters(river.clickhouse, { source: 'paged' }, 2, first.next)
  expect([second.deadLetters.map(positionText), second.next]).toEqual([[positionText(oldest!)], null])
  const found = async (filter: object) => (await all({ source: 'paged', ...filter })).length
  expect(await found({ reason: 'wrong-instant', contract: 'dossier.v1', states: ['open'] })).toBe(3)
  expect(await found({ reason: 'not-json' })).toBe(0)
  expect(await found({ contract: 'feedback.v1' })).toBe(0)
  expect((await all({ id: 'paged-142' })).map(positionText)).toEqual([positionText(middle!)])
  expect(await found({ id: 'nobody’s' })).toBe(0)
  expect(await found({ fromMs: newest!.appendedMs + 1 })).toBe(0)
  expect(await found({ toMs: newest!.appendedMs + 1 })).toBe(3)

  const ofUnit = await listByUnit(river.doors, '24778', { source: 'paged' }, 10, null, {
    actor: 'Lan',
    why: 'district asked',
  })
  expect([ofUnit.deadLetters.map(positionText), ofUnit.lookedInto, ofUnit.next]).toEqual([
    [positionText(middle!)],
    3,
    null,
  ])
  const [search] = await river.clickhouse.query<{ actor: string; detail: string }>(
    "SELECT actor, detail FROM dead_letter_action WHERE action = 'search'",
  )
  expect([search?.actor, JSON.parse(search!.detail).unit]).toEqual(['Lan', '24778'])
})

test('what cannot be recorded is not shown; another key opens nothing, and no key is made', async () => {
  await publish('guarded', 151, { dueAt: '2024-02-30' })
  const [letter] = await letters('guarded', 1)
  const away = {
    ...river.doors,
    clickhouse: {
      query: river.clickhouse.query,
      insertRows: () => Promise.reject(new ClickHouseError('unreachable', null, 'away')),
    },
  }
  await expect(openDeadLetter(away, letter!, ACTING)).rejects.toThrow('away')
  await expect(
    replayDeadLetters(away, [letter!], {
      ...ACTING,
      mending: { changes: [{ path: 'data.dueAt', value: null }] },
      waitMs: 0,
    }),
  ).rejects.toThrow('away')
  expect((await describeDeadLetter(river.clickhouse, letter!)).actions).toEqual([])
  expect((await bySource('guarded'))[0]).toMatchObject({ state: 'open', replays: 0 })

  const other = { ...river.doors, sealer: () => openSealer(Buffer.alloc(32, 9)) }
  await expect(openDeadLetter(other, letter!, ACTING)).rejects.toMatchObject({ code: 'wrong-key' })
  await expect(
    openDeadLetter(river.doors, letter!, { actor: 'Lan', why: ' ', unmasked: true }),
  ).rejects.toMatchObject({ code: 'why-missing' })
  const empty = mkdtempSync(join(tmpdir(), 'ioc-no-key-'))
  try {
    for (const _ of [1, 2]) expect(() => readSealer(empty)).toThrow('there is no key')
  } finally {
    rmSync(empty, { recursive: true })
  }
})
