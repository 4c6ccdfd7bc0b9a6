import { prepareKafka } from '@ioc/infra-kafka'
import { createLog } from '@ioc/log'
import type { Options } from './options.ts'
import type { Finding } from './oracle/judge.ts'
import { commit, machine } from './provenance.ts'
import { SABOTAGES } from './sabotage.ts'
import { noCounts } from './schedule/strikes.ts'
import { runSeed, type SeedResult } from './seed.ts'
import { openStage, type Stage } from './stage.ts'

/** The result of a run, as `--json` prints it. */
export type Report = {
  seeds: number
  kills: number
  pauses: number
  drops: number
  cuts: number
  halfOpen: number
  duringWork: number
  unsprung: number
  byKind: Record<string, number>
  events: number
  acknowledged: number
  unknown: number
  lost: number
  doubled: number
  indicatorMismatches: number
  /** States, orphans and rows nobody sent; must be 0 like the three above. */
  otherMismatches: number
  /** Ends of services that no fault caused, by exit code or signal; they were started again. */
  ownEnds: Record<string, number>
  failures: { seed: number; what: string[]; command: string; folder: string | null }[]
  /** Seconds of all seeds together, by what they went into. */
  phases: SeedResult['phases']
  seconds: number
  machine: string
  commit: string
}

const FINDINGS_SHOWN = 5

/** Runs seeds on real engines, several worlds side by side; `say` is told of each. No seed begins once `enough` is set. */
export const runSeeds = async (
  options: Options,
  say: (line: string) => void,
  enough?: AbortSignal,
): Promise<Report> => {
  await prepareKafka(createLog('faults', 'warn'))
  const startedMs = performance.now()
  const last = options.first + options.seeds
  const report = emptyReport()
  let next = options.first

  const worker = async (number: number) => {
    let stage: Stage | null = null
    let served = 0
    while (next < last && !enough?.aborted) {
      const seed = next++
      try {
        stage ??= await openAtLast(process.pid + number, say)
        const result = await runSeed(stage, seed, options.sabotage ? SABOTAGES[options.sabotage] : undefined)
        add(report, result)
        const failed = result.findings.length > 0
        if (failed) fail(report, seed, summaryOf(result.findings), stage.world.dataDir)
        say(lineOf(report, result, options, startedMs))
        if (failed || ++served >= options.seedsPerWorld || next >= last) {
          await closeOrSay(stage, failed, say)
          stage = null
          served = 0
        }
      } catch (error) {
        // A world that broke is no verdict on the product, but the seed has not run, and that must not pass for success.
        fail(report, seed, [`did not run: ${(error as Error).message}`], stage?.world.dataDir ?? null)
        say(`seed ${seed}: did not run: ${(error as Error).message}`)
        if (stage) await closeOrSay(stage, true, say)
        stage = null
        served = 0
      }
    }
    if (stage) await closeOrSay(stage, false, say)
  }
  await Promise.all(
    Array.from({ length: Math.min(options.workers, options.seeds) }, (_, number) => worker(number)),
  )
  report.seconds = Math.round((performance.now() - startedMs) / 100) / 10
  return report
}

const OPENINGS = 3

/** A world that does not come up, on a machine that is too busy or a port just taken, says nothing of the product: once more. */
async function openAtLast(start: number, say: (line: string) => void): Promise<Stage> {
  for (let openings = 1; ; openings++) {
    try {
      return await openStage(start + openings)
    } catch (error) {
      if (openings === OPENINGS) throw error
      say(`a world did not come up, once more: ${(error as Error).message}`)
    }
  }
}

/** What does not end in order is ended with this process; the seeds it served are judged already. */
async function closeOrSay(stage: Stage, keepFolder: boolean, say: (line: string) => void): Promise<void> {
  await stage.close(keepFolder).catch((error: Error) => say(error.message))
}

function add(
  report: Report,
  { counts, findings, sent, acknowledged, unknown, ownEnds, phases }: SeedResult,
): void {
  const of = (...kinds: Finding['kind'][]) => findings.filter(({ kind }) => kinds.includes(kind)).length
  report.seeds++
  for (const key of ['kills', 'pauses', 'drops', 'cuts', 'duringWork', 'unsprung'] as const)
    report[key] += counts[key]
  report.halfOpen += counts.holds
  for (const [kind, times] of Object.entries(counts.byKind))
    report.byKind[kind] = (report.byKind[kind] ?? 0) + times
  report.events += sent.length
  report.acknowledged += acknowledged
  report.unknown += unknown
  report.lost += of('lost')
  report.doubled += of('doubled')
  report.indicatorMismatches += of('indicator')
  report.otherMismatches += of('state', 'orphan', 'invented')
  for (const phase of ['sending', 'healing', 'comparing'] as const)
    report.phases[phase] = Math.round((report.phases[phase] + phases[phase]) * 10) / 10
  for (const end of ownEnds) report.ownEnds[end] = (report.ownEnds[end] ?? 0) + 1
}

function fail(report: Report, seed: number, what: string[], folder: string | null): void {
  report.failures.push({ seed, what, command: `npm run faults -- --seeds 1 --first ${seed}`, folder })
}

const summaryOf = (findings: readonly Finding[]): string[] => [
  ...findings.slice(0, FINDINGS_SHOWN).map(({ kind, what }) => `${kind}: ${what}`),
  ...(findings.length > FINDINGS_SHOWN ? [`and ${findings.length - FINDINGS_SHOWN} more`] : []),
]

function lineOf(report: Report, result: SeedResult, options: Options, startedMs: number): string {
  const elapsedSeconds = (performance.now() - startedMs) / 1000
  const leftSeconds = Math.round((elapsedSeconds / report.seeds) * (options.seeds - report.seeds))
  const { counts, seed, findings } = result
  const verdict = findings.length === 0 ? 'ok' : `FAILED: ${summaryOf(findings).join('; ')}`
  const struck = `${counts.kills} kills, ${counts.pauses} pauses, ${counts.drops} answers dropped, ${counts.cuts + counts.holds} cut or half-open`
  return `seed ${seed} (${report.seeds}/${options.seeds}) ${result.seconds.toFixed(1)} s, ${result.acknowledged} events, ${struck}: ${verdict}; ${leftSeconds} s to go`
}

function emptyReport(): Report {
  const { holds: _, ...counts } = noCounts()
  return {
    seeds: 0,
    ...counts,
    halfOpen: 0,
    events: 0,
    acknowledged: 0,
    unknown: 0,
    lost: 0,
    doubled: 0,
    indicatorMismatches: 0,
    otherMismatches: 0,
    ownEnds: {},
    failures: [],
    phases: { sending: 0, healing: 0, comparing: 0 },
    seconds: 0,
    machine: machine(),
    commit: commit(),
  }
}
