import { prepareKafka } from '@ioc/infra-kafka'
import { createLog } from '@ioc/log'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { judgeSeed } from './oracle/compare.ts'
import { SABOTAGES } from './sabotage.ts'
import { runSeed, type SeedResult } from './seed.ts'
import { openStage, type Stage } from './stage.ts'

const SEED = 4
let stage: Stage
let clean: SeedResult

beforeAll(async () => {
  await prepareKafka(createLog('faults', 'warn'))
  stage = await openStage(process.pid)
  clean = await runSeed(stage, SEED)
}, 900_000)
afterAll(() => stage?.close(false), 60_000)

/** Looks at the seed again from the beginning of its log. */
const look = async (sabotage?: string) => {
  stage.judgedTo = new Map()
  return judgeSeed(stage, SEED, clean.sent, sabotage === undefined ? undefined : SABOTAGES[sabotage])
}

test('a seed that went well has no finding, however often it is looked at', async () => {
  expect(clean.findings).toEqual([])
  expect(await look()).toEqual([])
})

// In this order: what one of them breaks stays broken, so each is to add its own kind to what was found before it.
test.each([
  // What the product itself does after each fault: the same key again.
  { sabotage: 'repeat-business-row', adds: [] },
  { sabotage: 'forget-event', adds: ['indicator', 'invented'] },
  { sabotage: 'double-business-row', adds: ['doubled'] },
  { sabotage: 'lose-business-row', adds: ['lost'] },
  { sabotage: 'lose-ledger-row', adds: ['lost'] },
])('$sabotage adds $adds', async ({ sabotage, adds }) => {
  const before = new Set((await look()).map(({ what }) => what))
  const added = (await look(sabotage)).filter(({ what }) => !before.has(what))
  const kinds = [...new Set(added.map(({ kind }) => kind))]
  if (adds.length === 0) expect(added).toEqual([])
  else expect(kinds).toEqual(expect.arrayContaining(adds))
})
