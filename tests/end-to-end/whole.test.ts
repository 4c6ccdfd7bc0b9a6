// The product as a person meets it: started, broken off half-way, started again to the end, then left running and spoken to.
// One half-year is replayed for all of it; the tests build on each other in the order they stand in.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ClickHouse, openClickHouse } from '@ioc/clickhouse'
import { enginePorts } from '@ioc/config'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePortBase } from '../ports.ts'

import { GOLDEN, type Golden, PRINTED } from './golden.ts'
import { answersPushes } from './pushes.ts'
import { addressOf, type FigureSeen, getJson, type River } from './river.ts'
import { bootstrapStart, isRunning, npmStart, pidsOf, type Started } from './start.ts'

const ROOT = join(import.meta.dirname, '../..')
const GROUPS = ['dossier', 'feedback', 'satisfaction', 'steering']

const REPLAY_MS_MAX = 900_000
const STOP_MS_MAX = 15_000

type Result = {
  date: string
  figures: (FigureSeen & { unit: string; period: { from: string; to: string } })[]
  events: { produced: number; kept: number; skipped: number; rejected: number }
  snapshots: { group: string; date: string; revision: number; digest: string; receipt: string }[]
  seconds: number
}

let river: River
let started: Started | undefined
let clickhouse: ClickHouse
let result: Result

beforeAll(async () => {
  river = { dataDir: mkdtempSync(join(tmpdir(), 'ioc-whole-')), portBase: await freePortBase() }
})
afterAll(async () => {
  await clickhouse?.close()
  await started?.kill()
  rmSync(river.dataDir, { recursive: true, force: true })
})

const nothingRuns = (pids: Map<string, number>) =>
  expect([...pids].filter(([, pid]) => isRunning(pid)).map(([name]) => name)).toEqual([])

describe('the half-year', () => {
  test('Ctrl-C in the middle of the replay stops everything in order, with 130', async () => {
    started = npmStart(['--once', '--json'], river)
    // Some hundred thousand of 1.1 million: in the middle of every stage.
    await started.said(/produced \(Kafka\) [1-9]\d{2}\.\d{3} \//, REPLAY_MS_MAX)
    const pids = pidsOf(river.dataDir)
    expect([...pids.keys()]).toEqual(
      expect.arrayContaining(['kafka', 'clickhouse', 'launcher', 'aggregator']),
    )
    started.interrupt()
    const { code } = await started.ended(STOP_MS_MAX + 10_000)
    expect({ code, stdout: started.stdout() }).toEqual({ code: 130, stdout: '' })
    nothingRuns(pids)
  }, 960_000)

  test('started again it goes on to the end: every record is accounted for, none lost at the break', async () => {
    started = npmStart(['--once', '--json'], river)
    const { code } = await started.ended(REPLAY_MS_MAX)
    expect(code, started.stderr().slice(-2000)).toBe(0)
    const lines = started.stdout().trim().split('\n')
    result = JSON.parse(lines.at(-1)!) as Result
    expect(lines).toHaveLength(1)
    expect(result.date).toBe('2024-06-30')
    const { produced, kept, skipped, rejected } = result.events
    expect(kept + skipped + rejected).toBe(produced)
    expect(produced).toBeGreaterThanOrEqual(1_100_000)
    expect(rejected).toBeGreaterThan(0)
  }, 960_000)

  test.each(GOLDEN)('$id is the printed $printed', (golden) => {
    expect(result.figures.filter(({ id }) => id === golden.id)).toEqual([expectedOf(golden)])
  })

  test('every figure that was in print is compared once, and agrees or is a known difference', () => {
    const named = result.figures.map(({ id, unit, period, printed }) =>
      [id, unit, period.from, period.to, printed].join(' '),
    )
    expect(named.sort()).toEqual(PRINTED)
    const wrong = result.figures.filter(({ agrees, knownDifference }) => !agrees && knownDifference === null)
    expect(wrong).toEqual([])
  })

  test('each group has one snapshot, accepted by the national IOC', () => {
    const digest = expect.stringMatching(/^sha-256:[0-9a-f]{64}$/)
    const accepted = GROUPS.map((group) => ({
      group,
      date: '2024-06-30',
      revision: 1,
      digest,
      receipt: 'accepted',
    }))
    expect(result.snapshots.toSorted((a, b) => (a.group < b.group ? -1 : 1))).toEqual(accepted)
  })
})

describe('the river left running on the same folder', () => {
  let startedMs: number

  beforeAll(async () => {
    startedMs = Date.now()
    started = npmStart([], river)
    await started.said(/Ctrl-C dừng tất cả/, 180_000)
    clickhouse = openClickHouse({
      url: `http://127.0.0.1:${enginePorts(river.portBase).clickhouse}`,
      user: 'default',
      password: '',
      database: 'ioc',
    })
  }, 240_000)

  test('nothing is replayed a second time, and the same day keeps its snapshots', async () => {
    // The live source goes on from 1 July; of the half-year not one record was appended again.
    const [row] = await clickhouse.query<{ before: number; again: number }>(
      `SELECT uniqExactIf(topic, \`partition\`, \`offset\`, topic != 'source-progress.v1') AS before,
  countIf(topic != 'source-progress.v1' AND toUnixTimestamp64Milli(appended_at) >= {startedMs:Int64}) AS again
FROM ledger WHERE event_source = 'first-half-2024'`,
      { startedMs },
    )
    expect(row?.again).toBe(0)
    expect(row?.before).toBeGreaterThan(1_100_000)
    expect(row?.before).toBeLessThanOrEqual(result.events.produced)
    const { snapshots } = await getJson<Pick<Result, 'snapshots'>>(
      `${addressOf(river, 'operations-centre')}/v1/snapshots?from=2024-06-30&to=2024-06-30`,
    )
    const named = (list: Result['snapshots']) =>
      list.map((s) => `${s.group} ${s.revision} ${s.digest} ${s.receipt}`).sort()
    expect(named(snapshots)).toEqual(named(result.snapshots))
  })

  test('a second start on the same folder is refused by name, and disturbs nothing', async () => {
    const pids = pidsOf(river.dataDir)
    const second = bootstrapStart(['--once'], river)
    expect((await second.ended(90_000)).code).toBe(78)
    expect(second.stderr()).toContain(`process ${pids.get('launcher')}`)
    expect(pidsOf(river.dataDir)).toEqual(pids)
    expect([...pids.values()].every(isRunning)).toBe(true)
  }, 120_000)

  test('the centre shows the figures that were printed', async () => {
    const { figures } = await getJson<{ figures: FigureSeen[] }>(
      `${addressOf(river, 'operations-centre')}/v1/figures`,
    )
    for (const golden of GOLDEN)
      expect(figures.filter(({ id }) => id === golden.id)).toEqual([
        expect.objectContaining({
          printed: golden.printed,
          percent: golden.percent,
          agrees: !golden.knownDifference,
        }),
      ])
  })

  test.each(GROUPS)('the published snapshot of %s verifies offline', async (group) => {
    const folder = mkdtempSync(join(tmpdir(), 'ioc-verify-'))
    try {
      const centre = addressOf(river, 'operations-centre')
      const text = async (url: string) => (await fetch(url)).text()
      const [artefact, jwks] = [join(folder, 'artefact.json'), join(folder, 'jwks.json')]
      writeFileSync(artefact, await text(`${centre}/v1/snapshots/${group}/2024-06-30?revision=1`))
      writeFileSync(jwks, await text(`${centre}/.well-known/jwks.json`))
      const cli = join(ROOT, 'packages/snapshot/verify-cli.ts')
      const run = spawnSync(process.execPath, [cli, artefact, '--jwks', jwks, '--json'], { encoding: 'utf8' })
      expect(run.status, run.stdout + run.stderr).toBe(0)
      const digest = result.snapshots.find((s) => s.group === group)?.digest
      expect(JSON.parse(run.stdout)).toMatchObject({ sound: true, files: [{ group, revision: 1, digest }] })

      // Seen to fail: one digit of one value is another document.
      writeFileSync(artefact, readFileSync(artefact, 'utf8').replace('"2024-06-30"', '"2024-06-29"'))
      expect(spawnSync(process.execPath, [cli, artefact, '--jwks', jwks]).status).toBe(1)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  answersPushes({ river: () => river, clickhouse: () => clickhouse })

  test('what was pushed later changes no published snapshot', async () => {
    const { snapshots } = await getJson<Pick<Result, 'snapshots'>>(
      `${addressOf(river, 'operations-centre')}/v1/snapshots?from=2024-06-30&to=2024-06-30`,
    )
    const first = (list: Result['snapshots']) =>
      list
        .filter(({ revision }) => revision === 1)
        .map(({ group, digest }) => `${group} ${digest}`)
        .sort()
    expect(first(snapshots)).toEqual(first(result.snapshots))
  })

  test('SIGTERM to the launcher ends every service and engine, and leaves no process id behind', async () => {
    const pids = pidsOf(river.dataDir)
    expect(pids.size).toBe(11) // eight services, two engines, the launcher
    expect([...pids.values()].every(isRunning)).toBe(true)
    process.kill(pids.get('launcher')!, 'SIGTERM')
    const toldMs = performance.now()
    await started!.ended(STOP_MS_MAX)
    expect(performance.now() - toldMs).toBeLessThan(STOP_MS_MAX)
    nothingRuns(pids)
    expect([...pidsOf(river.dataDir).keys()]).toEqual([])
  }, 120_000)
})

function expectedOf({ id, kind, percent, printed, knownDifference, ...halves }: Golden) {
  return expect.objectContaining({
    id,
    kind,
    percent,
    printed,
    agrees: knownDifference === undefined,
    knownDifference: knownDifference ?? null,
    ...('numerator' in halves ? { numerator: halves.numerator } : {}),
    ...('denominator' in halves ? { denominator: halves.denominator } : {}),
  })
}
