import { openMemoryLog } from '@ioc/kafka/memory/index.ts'
import { type FoldOptions, fold, type Pipeline } from '@ioc/pipeline/fold.ts'
import { openChoices } from './choose.ts'
import { catalogueVersion, DEAD_LETTERS, openReader, sealer, TOPIC, type Written, write } from './history.ts'
import { type Finding, judge } from './oracle.ts'
import { PARTITIONS, type Plan } from './plan.ts'
import { openTwin, storeOver, type Twin, type TwinOptions } from './twin.ts'
import { openWorld, settled } from './world.ts'

/** What runs in a schedule: the product, or as a control something known to lose or to double. */
export type Variant = {
  fold: (options: FoldOptions) => Pipeline
  twin?: TwinOptions
  /** Troubles left out, so that a control is caught for its own fault. */
  without?: readonly (keyof Plan['rates'])[]
  /** What else is looked at. */
  judge?: (history: readonly Written[], twin: Twin) => Finding[]
}

export const product: Variant = { fold }

/** What happened in one schedule. */
export type Ran = {
  findings: Finding[]
  steps: number
  kills: number
  pauses: number
  rebalances: number
  unknownAnswers: number
  acknowledged: number
}

const GROUP = 'aggregator'
const STEPS_MAX = 20_000
const QUIET: Plan['rates'] = {
  ...{ kill: 0, stop: 0, pause: 0, expel: 0, brokerAway: 0, forgetCommits: 0, publishTwice: 0 },
  ...{ doneUnknown: 0, notDone: 0, refused: 0, late: 0, half: 0 },
}

/** Runs one schedule in one thread: trouble for as long as the plan says, then everything heals, and the oracle looks. */
export const run = async (plan: Plan, variant: Variant = product): Promise<Ran> => {
  const choices = openChoices(plan.choices)
  const world = openWorld(choices)
  const twin = openTwin(variant.twin)
  let rates = { ...plan.rates }
  for (const left of variant.without ?? []) rates[left] = 0
  let nowMs = Date.parse('2024-06-30T23:00:00+07:00')
  const lives: { name: string; pipeline: Pipeline; cut: number }[] = []
  const ran = { kills: 0, pauses: 0, rebalances: 0, unknownAnswers: 0 }
  const findings: Finding[] = []

  const log = openMemoryLog({
    now: () => ++nowMs,
    turn: (client) => world.turn(client),
    offsetsPerFetch: (client) => 1 + choices.below(lives.find(({ name }) => name === client)?.cut ?? 1),
    writesTwice: () => choices.happens(rates.publishTwice),
  })
  log.createTopic({ name: TOPIC, partitions: PARTITIONS, config: {} })
  log.createTopic({ name: DEAD_LETTERS, partitions: 1, config: {} })
  const read = openReader()

  const begin = (): void => {
    const name = `life-${lives.length}`
    const cut = plan.cuts[lives.length % plan.cuts.length]!
    const pipeline = variant.fold({
      kafka: log.open(name),
      store: storeOver(twin, {
        name,
        world,
        choices,
        rates: () => rates,
        unknown: () => ran.unknownAnswers++,
      }),
      wait: (_, signal) => world.wait(name, signal),
      topics: [TOPIC],
      group: GROUP,
      deadLetterTopic: DEAD_LETTERS,
      read,
      sealer,
      catalogueVersion,
    })
    lives.push({ name, pipeline, cut })
    const over = (error: unknown) => {
      if (world.dead.has(name)) return
      findings.push({ what: 'stopped', where: `${name}: ${error instanceof Error ? error.message : error}` })
      world.dead.add(name)
      log.expel(name)
      if (lives.length < 12) begin() // what runs it starts it again
    }
    pipeline.finished.catch(over)
    pipeline.start().catch(over)
  }

  const living = () => lives.filter(({ name }) => !world.dead.has(name))
  const oneOf = <T>(list: readonly T[]): T | undefined => list[choices.below(Math.max(1, list.length))]

  const trouble = (): void => {
    const life = oneOf(living())
    if (choices.happens(rates.kill) && life) {
      ran.kills++
      world.kill(life.name)
      world.paused.delete(life.name)
      if (choices.happens(500)) log.expel(life.name)
      begin()
    } else if (choices.happens(rates.pause) && life) {
      ran.pauses++
      world.paused.add(life.name)
    } else if (choices.happens(rates.stop) && life) {
      void life.pipeline.stop()
      begin()
    }
    if (choices.happens(rates.expel)) {
      const gone = oneOf(lives)!
      ran.rebalances++
      log.expel(gone.name)
    }
    const asleep = oneOf([...world.paused])
    if (asleep !== undefined && choices.happens(50)) world.paused.delete(asleep)
    if (log.broker.isAway() ? choices.happens(100) : choices.happens(rates.brokerAway))
      log.setAway(!log.broker.isAway())
    if (choices.happens(rates.forgetCommits)) log.forgetCommits()
  }

  const history: Written[] = []
  const planned = plan.records.values()
  const writeNext = (): boolean => {
    const next = planned.next()
    if (next.done) return false
    history.push(...write(log, next.value, ++nowMs))
    return true
  }

  for (let i = 0; i < plan.aggregators; i++) begin()
  await settled()
  for (let step = 0; step < plan.steps; step++) {
    if (choices.happens(300)) writeNext()
    trouble()
    await world.step()
  }

  rates = QUIET
  while (writeNext());
  log.setAway(false)
  world.paused.clear()
  for (const name of world.dead) log.expel(name)
  if (living().length === 0) begin()
  begin() // one more than there were: the living may all be on their way out
  await settled()
  while (world.taken() < STEPS_MAX && (await world.step()));

  findings.push(...judge(history, twin, log), ...(variant.judge?.(history, twin) ?? []))
  return { findings, steps: world.taken(), acknowledged: history.length, ...ran }
}
