import { setTimeout as pause } from 'node:timers/promises'
import { fewGroups, HORIZON_DAYS } from './groups.ts'
import { type Finding, judge, type Rules } from './judge.ts'
import { planOf } from './plan.ts'
import { type Facts, openFacts } from './read.ts'
import type { Damage } from './sabotage.ts'
import { type Counts, openStrikes } from './strikes.ts'
import { dayAfter, dossierOf } from './tell.ts'
import { FIRST_DAY, openWorld, type World } from './world.ts'

export const RULES: Rules = {
  groups: fewGroups.map(({ id }) => id),
  horizonDays: HORIZON_DAYS,
  firstDay: FIRST_DAY,
}

/** A world in use: which day it is in it, and what can be read of it. */
export type Stage = { world: World; facts(): Promise<Facts>; today: string }

export const openStage = async (start: number, design?: string): Promise<Stage> => {
  const world = await openWorld(start, design)
  return { world, facts: openFacts(world), today: FIRST_DAY }
}

export type SeedResult = {
  seed: number
  findings: Finding[]
  counts: Counts
  /** Published in this seed, and those of them that are no first ones. */
  snapshots: number
  revisions: number
  ownEnds: string[]
  facts: Facts
  seconds: number
}

/** How long healing may take: a receiver that was away four times in a row is asked again after eight seconds; an engine that was killed comes back first. */
const HEAL_MS_MAX = 300_000
/** What is built to stay broken is not waited for so long. */
export const HEAL_SABOTAGED_MS_MAX = 30_000
/** What is quiet stays quiet: longer than a wake-up and a look. */
const QUIET_MS = 1_200

/** One seed: days pass, events come and faults strike; when they are over everything must come to what it should be, and stay. */
export const runSeed = async (
  stage: Stage,
  seed: number,
  { healMsMax = HEAL_MS_MAX, damage }: { healMsMax?: number; damage?: Damage | undefined } = {},
): Promise<SeedResult> => {
  const { world } = stage
  const startedMs = performance.now()
  const plan = planOf(seed)
  const first = stage.today
  const before = new Set((await stage.facts()).posts.map(({ key }) => key))
  await world.staff(plan.publishers)
  // What was due when they came is done before the days go on.
  await untilQuiet(stage, 0, healMsMax)
  const strikes = openStrikes(world, plan.faults)
  for (const [index, step] of plan.steps.entries()) {
    strikes.before(index)
    if (step.do === 'tell')
      await world.telling.tell(step.versions.map((version) => dossierOf(seed, first, version)))
    if (step.do === 'show') await world.days.show(`${dayAfter(first, step.day)}T${step.at}:00+07:00`)
    if (step.do === 'dwell') await pause(step.ms)
  }
  stage.today = dayAfter(first, plan.days)
  // Traps may still spring while what is due is made good; only then is it quiet.
  await untilQuiet(stage, 0, healMsMax)
  await strikes.over()
  const quiet = await untilQuiet(stage, QUIET_MS, healMsMax)
  if (damage) await damage(world)
  const { facts, findings } = damage ? await lookAt(stage) : quiet
  if (facts === null) throw new Error(findings.map(({ what }) => what).join('; '))
  const fresh = [...new Set(facts.posts.map(({ key }) => key))].filter((key) => !before.has(key))
  return {
    ...{ seed, findings, facts, counts: strikes.counts, ownEnds: world.ownEnds.splice(0) },
    snapshots: fresh.length,
    revisions: fresh.filter((key) => !key.endsWith('/1')).length,
    seconds: (performance.now() - startedMs) / 1000,
  }
}

/** Everything there is to see; while an engine is down it cannot be seen, which is to be objected too. */
export const lookAt = async (stage: Stage) => {
  try {
    const facts = await stage.facts()
    return { facts, findings: judge(facts, RULES), posts: facts.posts.length }
  } catch (error) {
    const what = `the logs cannot be read: ${(error as Error).message}`
    return { facts: null, findings: [{ kind: 'mismatch' as const, what }], posts: -1 }
  }
}

/** Looks until nothing is to be objected, and nothing comes for so long; or until time is up, and what is objected stands. */
const untilQuiet = async (
  stage: Stage,
  quietMs: number,
  healMsMax = HEAL_MS_MAX,
): Promise<{ facts: Facts | null; findings: Finding[] }> => {
  const deadlineMs = performance.now() + healMsMax
  const look = () => lookAt(stage)
  for (let seen = await look(); ; ) {
    if (performance.now() >= deadlineMs || (seen.findings.length === 0 && quietMs === 0)) return seen
    await pause(seen.findings.length > 0 ? 250 : quietMs)
    const next = await look()
    if (seen.findings.length + next.findings.length === 0 && seen.posts === next.posts) return next
    seen = next
  }
}
