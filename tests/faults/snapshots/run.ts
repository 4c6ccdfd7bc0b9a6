import { prepareKafka } from '@ioc/infra-kafka'
import { createLog } from '@ioc/log'
import { commit, machine } from '../provenance.ts'
import type { Finding } from './judge.ts'
import { planOf } from './plan.ts'
import { DAMAGES } from './sabotage.ts'
import { HEAL_SABOTAGED_MS_MAX, openStage, runSeed, type SeedResult, type Stage } from './seed.ts'
import { type Counts, nobody, VICTIMS } from './strikes.ts'

/** The result of a run, as `--json` prints it. */
export type Report = {
  seeds: number
  kills: Counts['kills']
  pauses: Counts['pauses']
  drops: number
  /** Times the clock was set back. */
  jumps: number
  unsprung: number
  snapshots: number
  revisions: number
  lost: number
  doubled: number
  mismatches: number
  ownEnds: Record<string, number>
  failures: { seed: number; what: string[]; command: string; folder: string | null }[]
  seconds: number
  machine: string
  commit: string
}

const FINDINGS_SHOWN = 50

/** Runs seeds one after the other, many in one world; `say` is told of each. No seed begins once `enough` is set. */
export const runSnapshots = async (
  options: { seeds: number; first: number; seedsPerWorld: number; sabotage?: string | null },
  say: (line: string) => void,
  enough?: AbortSignal,
): Promise<Report> => {
  await prepareKafka(createLog('faults', 'warn'))
  const startedMs = performance.now()
  const report = emptyReport()
  let stage: Stage | null = null
  let served = 0
  const leave = async (keepFolder: boolean) => {
    await stage?.world.close(keepFolder).catch((error: Error) => say(error.message))
    stage = null
    served = 0
  }
  for (let seed = options.first; seed < options.first + options.seeds && !enough?.aborted; seed++) {
    try {
      const { sabotage = null } = options
      stage ??= await openStage(process.pid, sabotage ?? '')
      const result = await runSeed(
        stage,
        seed,
        sabotage === null ? {} : { healMsMax: HEAL_SABOTAGED_MS_MAX, damage: DAMAGES[sabotage] },
      )
      add(report, result)
      const failed = result.findings.length > 0
      const what = summaryOf(result.findings)
      if (failed) fail(report, seed, what, stage.world.dataDir)
      say(lineOf(result, what))
      if (failed || ++served >= options.seedsPerWorld) await leave(failed)
    } catch (error) {
      // A world that broke is no verdict on the product, but the seed has not run, and that must not pass for success.
      fail(report, seed, [`did not run: ${(error as Error).message}`], stage?.world.dataDir ?? null)
      say(`seed ${seed}: did not run: ${(error as Error).message}`)
      await leave(true)
    }
  }
  await leave(false)
  report.seconds = Math.round((performance.now() - startedMs) / 100) / 10
  return report
}

function add(report: Report, { seed, counts, findings, snapshots, revisions, ownEnds }: SeedResult): void {
  const of = (kind: Finding['kind']) => findings.filter((finding) => finding.kind === kind).length
  report.seeds++
  for (const victim of VICTIMS) {
    report.kills[victim] += counts.kills[victim]
    report.pauses[victim] += counts.pauses[victim]
  }
  report.drops += counts.drops
  report.unsprung += counts.unsprung
  report.jumps += jumpsOf(seed)
  report.snapshots += snapshots
  report.revisions += revisions
  report.lost += of('lost')
  report.doubled += of('doubled')
  report.mismatches += of('mismatch')
  for (const end of ownEnds) report.ownEnds[end] = (report.ownEnds[end] ?? 0) + 1
}

const jumpsOf = (seed: number): number => {
  const shown = planOf(seed).steps.flatMap((step) => (step.do === 'show' ? [`${step.day} ${step.at}`] : []))
  return shown.filter((instant, index) => index > 0 && instant < shown[index - 1]!).length
}

function fail(report: Report, seed: number, what: string[], folder: string | null): void {
  report.failures.push({
    seed,
    what,
    command: `npm run faults -- snapshots --seeds 1 --first ${seed}`,
    folder,
  })
}

const summaryOf = (findings: readonly Finding[]): string[] => [
  ...findings.slice(0, FINDINGS_SHOWN).map(({ kind, what }) => `${kind}: ${what}`),
  ...(findings.length > FINDINGS_SHOWN ? [`and ${findings.length - FINDINGS_SHOWN} more`] : []),
]

function lineOf({ seed, seconds, snapshots, counts }: SeedResult, what: string[]): string {
  const struck = `killed ${inWords(counts.kills)}, paused ${inWords(counts.pauses)}, ${counts.drops} answers dropped`
  const verdict = what.length === 0 ? 'ok' : `FAILED: ${what.join('; ')}`
  return `seed ${seed} ${seconds.toFixed(1)} s, ${snapshots} snapshots, ${struck}: ${verdict}`
}

/** `2 publisher, 1 kafka`; who was not struck is not named. */
export const inWords = (struck: Counts['kills']): string =>
  VICTIMS.filter((victim) => struck[victim] > 0)
    .map((victim) => `${struck[victim]} ${victim}`)
    .join(', ') || 'nobody'

const emptyReport = (): Report => ({
  ...{ seeds: 0, kills: nobody(), pauses: nobody(), drops: 0, jumps: 0, unsprung: 0 },
  ...{ snapshots: 0, revisions: 0, lost: 0, doubled: 0, mismatches: 0 },
  ...{ ownEnds: {}, failures: [], seconds: 0, machine: machine(), commit: commit() },
})
