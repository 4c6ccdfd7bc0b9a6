import { inputPlanOf } from './input/plan.ts'
import { judgeSeed } from './oracle/compare.ts'
import type { Finding } from './oracle/judge.ts'
import { untilComplete } from './oracle/log-ends.ts'
import { faultPlanOf } from './schedule/plan.ts'
import { type Counts, openStrikes } from './schedule/strikes.ts'
import type { Sent } from './sending/history.ts'
import { DRAIN_MS_MAX, type Sabotage, type Stage } from './stage.ts'

export type SeedResult = {
  seed: number
  findings: Finding[]
  counts: Counts
  /** Every event of the seed, with what is known of it. */
  sent: readonly Sent[]
  acknowledged: number
  unknown: number
  /** Services that ended by themselves, and were started again. */
  ownEnds: string[]
  seconds: number
  /** Of them: sending, folding the rest and healing, comparing. */
  phases: { sending: number; healing: number; comparing: number }
}

/** One seed: the input is sent while the faults strike; when they are over and all is folded, everything is compared. */
export const runSeed = async (stage: Stage, seed: number, sabotage?: Sabotage): Promise<SeedResult> => {
  const { world, history, sender } = stage
  const startedMs = performance.now()
  const plan = faultPlanOf(seed)
  const batches = inputPlanOf(seed)
  const mine = [...new Set(batches.flatMap((batch) => batch.events))].map(history.of)

  world.staff(plan.aggregators, plan.blockBytes)
  const strikes = openStrikes(world, plan.faults)
  await sender.send(batches, history, strikes.sent)
  const sentMs = performance.now()
  // Traps may still spring while the rest is folded; only then is it quiet.
  await untilComplete(world, DRAIN_MS_MAX)
  strikes.disarm()
  await strikes.over()
  const healedMs = performance.now()
  const findings = await judgeSeed(stage, seed, mine, sabotage)
  findings.push(...history.surprises.splice(0).map((what): Finding => ({ kind: 'invented', what })))
  return {
    seed,
    findings,
    counts: strikes.counts,
    sent: mine,
    acknowledged: mine.filter((sent) => sent.acknowledged > 0).length,
    unknown: mine.filter((sent) => sent.acknowledged === 0).length,
    ownEnds: world.ownEnds.splice(0),
    seconds: (performance.now() - startedMs) / 1000,
    phases: {
      sending: (sentMs - startedMs) / 1000,
      healing: (healedMs - sentMs) / 1000,
      comparing: (performance.now() - healedMs) / 1000,
    },
  }
}
