import { rmSync } from 'node:fs'
import { prepareKafka } from '@ioc/infra-kafka'
import { createLog } from '@ioc/log'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runSnapshots } from './snapshots/run.ts'
import { DAMAGES } from './snapshots/sabotage.ts'
import { lookAt, openStage, runSeed, type SeedResult, type Stage } from './snapshots/seed.ts'

/** Short, and its receiver dies with a snapshot on the way to it. */
const SEED = 60

describe('what is broken on purpose is seen', () => {
  let stage: Stage
  let clean: SeedResult
  beforeAll(async () => {
    await prepareKafka(createLog('faults', 'warn'))
    stage = await openStage(process.pid)
    clean = await runSeed(stage, SEED)
  }, 900_000)
  afterAll(() => stage?.world.close(false), 60_000)

  test('a seed that went well has no finding, however often it is looked at', async () => {
    expect(clean.findings).toEqual([])
    expect((await lookAt(stage)).findings).toEqual([])
  })

  // In this order: what one of them breaks stays broken, so each is to add its own to what was found before it.
  test.each([
    // What the product itself does after each fault: the same record again.
    { damage: 'repeat-record', adds: null },
    { damage: 'second-digest', adds: /^doubled: .* records that differ/ },
    { damage: 'lose-receipt', adds: /^lost: the receipt of .* was not kept/ },
    { damage: 'other-bytes', adds: /^mismatch: the receiver has other bytes/ },
    { damage: 'lose-archive-row', adds: /^lost: .* the receiver does not have it/ },
  ])('$damage', async ({ damage, adds }) => {
    const found = async () => (await lookAt(stage)).findings.map(({ kind, what }) => `${kind}: ${what}`)
    const before = new Set(await found())
    await DAMAGES[damage]!(stage.world)
    const added = (await found()).filter((line) => !before.has(line))
    if (adds === null) expect(added).toEqual([])
    else expect(added).toContainEqual(expect.stringMatching(adds))
  })
})

test.each([
  { design: 'forget-answers', finds: /^lost: .* the receiver does not have it/ },
  { design: 'cut-at-now', finds: /^mismatch: .* was the last before its time/ },
])('publishers built like "$design" are caught', { timeout: 900_000 }, async ({ design, finds }) => {
  const said: string[] = []
  const report = await runSnapshots({ seeds: 1, first: SEED, seedsPerWorld: 1, sabotage: design }, (line) =>
    said.push(line),
  )
  for (const { folder } of report.failures)
    if (folder) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  expect(report.failures[0]?.what, said.join('\n')).toContainEqual(expect.stringMatching(finds))
})
