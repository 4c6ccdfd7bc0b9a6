import type { Sending } from '../input/event.ts'
import { dayOfSeed, issuingSystemOf } from '../input/subjects.ts'
import type { Sent } from '../sending/history.ts'
import { HEAL_MS_MAX, type Sabotage, type Stage } from '../stage.ts'
import {
  type Finding,
  judgeBusiness,
  judgeIndicators,
  judgeLedger,
  judgeStates,
  judgeTotals,
  rowKey,
  sentKey,
} from './judge.ts'
import { type Ends, logEnds, untilComplete } from './log-ends.ts'
import { readBusiness, readIndicators, readLedger, readOffsets, readStates, readTotals } from './read.ts'

const READINGS_MAX = 5

/**
 * Compares what was sent with what can be read, until the log stood still from before the first look to after the last: a late
 * arrival is no fault. Looks at the log from where the seed before ended.
 */
export async function judgeSeed(
  stage: Stage,
  seed: number,
  mine: readonly Sent[],
  sabotage?: Sabotage,
): Promise<Finding[]> {
  const { world } = stage
  for (let readings = 1; ; readings++) {
    const ends = await untilComplete(world, HEAL_MS_MAX)
    if (!ends)
      return [
        {
          kind: 'lost',
          what: `the ledger has not come to the end of the log within ${HEAL_MS_MAX / 1000} s`,
        },
      ]
    const broken = sabotage && readings === 1 ? sabotage : undefined
    const findings = await look(stage, seed, mine, ends, broken)
    const after = await logEnds(world)
    if (broken || same(ends, after) || readings === READINGS_MAX) {
      stage.judgedTo = ends
      return findings
    }
  }
}

async function look(
  stage: Stage,
  seed: number,
  mine: readonly Sent[],
  ends: Ends,
  sabotage?: Sabotage,
): Promise<Finding[]> {
  const { world, history } = stage
  const ledgerBefore = await readLedger(world, stage.judgedTo, ends)
  for (const row of ledgerBefore) if (row.verdict === 'keep') stage.everKept.add(rowKey(row))
  // Acknowledged, or unknown and found in the log after all: that is the history.
  let happened: readonly Sending[] = history.all
    .filter(
      ({ sending, acknowledged }) =>
        sending.verdict === 'keep' && (acknowledged > 0 || stage.everKept.has(sentKey(sending))),
    )
    .map(({ sending }) => sending)
  if (sabotage) happened = await sabotage(stage, stage.judgedTo, ends, happened)

  const ledger = sabotage ? await readLedger(world, stage.judgedTo, ends) : ledgerBefore
  const everKept = sabotage
    ? new Set(ledger.filter((row) => row.verdict === 'keep').map(rowKey))
    : stage.everKept
  const everSent = new Set(history.all.map(({ sending }) => sentKey(sending)))
  const [business, offsets, totals, states] = await Promise.all([
    readBusiness(world, stage.judgedTo, ends),
    readOffsets(world),
    readTotals(world),
    readStates(world, issuingSystemOf(seed)),
  ])
  const year = dayOfSeed(seed).slice(0, 4)
  const periods = [
    { from: dayOfSeed(seed), to: dayOfSeed(seed) },
    { from: `${year}-01-01`, to: dayOfSeed(seed) },
    { from: '2020-01-01', to: '2026-12-31' },
  ]
  const [now, asOfEnd] = await Promise.all([
    readIndicators(world, periods, null),
    readIndicators(world, periods, ends),
  ])
  const own = happened.filter(({ data }) => data!.issuingSystem === issuingSystemOf(seed))
  return [
    ...judgeLedger(mine, everKept, ledger, everSent),
    ...judgeBusiness(ledger, business),
    ...judgeTotals(ends, offsets, totals),
    ...judgeStates(own, states),
    ...judgeIndicators(happened, periods, now, 'now'),
    ...judgeIndicators(happened, periods, asOfEnd, 'as of the end of the log'),
    ...(await stage.letters.judge(ledger)),
  ]
}

const same = (a: Ends, b: Ends) => [...a].every(([key, end]) => b.get(key) === end)
