import fc from 'fast-check'
import type { Finding } from './oracle.ts'
import { type Plan, plans } from './plan.ts'
import { product, type Ran, run, type Variant } from './run.ts'

export type SimulateOptions = {
  /** Runs new schedules for this long. */
  seconds?: number
  /** Goes on after `seconds` until it has run this many: a busy machine is no excuse for having looked at little. */
  atLeast?: number
  /** Runs this many schedules. Without `seconds` and `schedules`: one. */
  schedules?: number
  /** Seed of the first schedule; each next one has the next seed. Default 1. */
  seed?: number
  /** What runs; the product, if not said. */
  variant?: Variant
  /** How long a failing schedule is made smaller; 0: not at all. Default 5. */
  shrinkSeconds?: number
  /** Called about once a second. */
  onProgress?(so: { schedules: number; seconds: number }): void
}

export type SimulationResult = {
  schedules: number
  steps: number
  kills: number
  pauses: number
  rebalances: number
  unknownAnswers: number
  acknowledged: number
  /** Findings over all schedules, by promise. */
  lost: number
  doubled: number
  indicatorMismatches: number
  wrongStates: number
  wrongVerdicts: number
  notExported: number
  exportsDiffer: number
  stopped: number
  seconds: number
  /** The first schedule with a finding; none follows it. */
  failing: { seed: number; findings: Finding[]; smallest: Plan | null; command: string } | null
}

const SHRINK_SECONDS = 5

/**
 * Runs schedules of the pipeline's core in one thread, each wholly decided by its seed, until time or number is over or one has
 * a finding. That one is made as small as fast-check can in some seconds.
 */
export const simulate = async (options: SimulateOptions = {}): Promise<SimulationResult> => {
  const { seconds = Number.POSITIVE_INFINITY, seed: first = 1, variant = product } = options
  const schedules = options.schedules ?? (options.seconds === undefined ? 1 : Number.POSITIVE_INFINITY)
  const result = empty()
  const beganMs = performance.now()
  const elapsed = () => (performance.now() - beganMs) / 1_000
  let saidAt = 0

  const atLeast = options.atLeast ?? 0
  const goesOn = () => result.schedules < atLeast || (result.schedules < schedules && elapsed() < seconds)
  while (goesOn() && result.failing === null) {
    const seed = first + result.schedules
    const [plan] = fc.sample(plans, { seed, numRuns: 1 })
    const ran = await run(plan!, variant)
    add(result, ran)
    if (ran.findings.length > 0)
      result.failing = await failure(seed, ran.findings, variant, options.shrinkSeconds ?? SHRINK_SECONDS)
    if (elapsed() - saidAt >= 1) {
      saidAt = elapsed()
      options.onProgress?.({ schedules: result.schedules, seconds: saidAt })
      await new Promise(setImmediate) // whoever shares the thread may speak
    }
  }
  result.seconds = Number(elapsed().toFixed(2))
  return result
}

/** The failing schedule, and the smallest one near it that fails too. */
const failure = async (
  seed: number,
  findings: Finding[],
  variant: Variant,
  shrinkSeconds: number,
): Promise<SimulationResult['failing']> => {
  const smallest = async (): Promise<Plan | null> => {
    if (shrinkSeconds === 0) return null
    const holds = fc.asyncProperty(plans, async (plan) => (await run(plan, variant)).findings.length === 0)
    const options = { seed, numRuns: 1, interruptAfterTimeLimit: shrinkSeconds * 1_000 }
    return (await fc.check(holds, options)).counterexample?.[0] ?? null
  }
  return {
    seed,
    findings: findings.slice(0, 10),
    smallest: await smallest(),
    command: `npm run faults -- simulate --seed ${seed}`,
  }
}

const empty = (): SimulationResult => ({
  ...{ schedules: 0, steps: 0, kills: 0, pauses: 0, rebalances: 0, unknownAnswers: 0, acknowledged: 0 },
  ...{
    lost: 0,
    doubled: 0,
    indicatorMismatches: 0,
    wrongStates: 0,
    wrongVerdicts: 0,
    notExported: 0,
    exportsDiffer: 0,
  },
  ...{ stopped: 0, seconds: 0, failing: null },
})

const add = (result: SimulationResult, ran: Ran): void => {
  result.schedules++
  for (const what of ['steps', 'kills', 'pauses', 'rebalances', 'unknownAnswers', 'acknowledged'] as const)
    result[what] += ran[what]
  const count = (what: Finding['what']) => ran.findings.filter((finding) => finding.what === what).length
  result.lost += count('lost')
  result.doubled += count('doubled')
  result.indicatorMismatches += count('indicator-mismatch')
  result.wrongStates += count('wrong-state')
  result.wrongVerdicts += count('wrong-verdict')
  result.notExported += count('not-exported')
  result.exportsDiffer += count('export-differs')
  result.stopped += count('stopped')
}
