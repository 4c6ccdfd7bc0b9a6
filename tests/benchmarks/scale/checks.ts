import { catchUpAfterAway, catchUpAfterDeath, lagP95, lateSeconds, livelier, useOf } from './answers.ts'
import { rateInDay } from './day.ts'
import { type Cell, planFor } from './plan.ts'
import { simulate } from './simulation/index.ts'
import { SIZES, type Size } from './sizes.ts'

/** What the plan says, from the usual rate to the liveliest, what the simulation found with each seed, and how far outside their median may be. */
export type Check = {
  what: string
  unit: 's' | ''
  planned: { from: number; to: number }
  simulated: readonly number[]
  tolerance: number
}

export const SEEDS: readonly number[] = [1, 2, 3, 4, 5]
const SECONDS = 240
const FAULT_AT = 60
export const AWAY_SECONDS = 60

/** Loads that keep a core busy; smaller ones leave it idle, and there is nothing to compare. */
export const checkedSizes: readonly Size[] = SIZES.filter(({ eventsPerSecond }) => eventsPerSecond >= 10_000)

/** One cell at its busiest hour for some minutes: how busy it is, and how late events are. */
export const checkPeak = (cell: Cell): Check[] => {
  const found = SEEDS.map((seed) =>
    simulate(cell, { seed, seconds: SECONDS, rateAt: () => cell.eventsPerSecond }),
  )
  const use = useOf(cell)
  const check = (
    what: string,
    unit: Check['unit'],
    planned: number,
    of: number[],
    tolerance: number,
  ): Check => ({
    ...{ what, unit, planned: { from: planned, to: planned } },
    ...{ simulated: of, tolerance },
  })
  const busy = (part: 'aggregator' | 'shard') => found.map((each) => each.use[part])
  const late = found.map((each) => each.lagP95)
  return [
    check('use of an aggregator', '', use.aggregator, busy('aggregator'), 0.05),
    check('use of a replica', '', use.shard, busy('shard'), 0.05),
    check('lag, p95', 's', lagP95(cell), late, 0.15),
  ]
}

/** One aggregator killed at the busiest hour. */
export const checkDeath = (cell: Cell): Check => ({
  what: 'an aggregator dies: caught up after',
  unit: 's',
  planned: { from: catchUpAfterDeath(cell), to: catchUpAfterDeath(livelier(cell)) },
  simulated: SEEDS.map((seed) => caughtUpAfter(cell, { seed, killAtSecond: FAULT_AT }, FAULT_AT)),
  tolerance: 0.25,
})

/** The shard away at the busiest hour. */
export const checkAway = (cell: Cell): Check => {
  const shardAway = { from: FAULT_AT, to: FAULT_AT + AWAY_SECONDS }
  return {
    what: `its shard away for ${AWAY_SECONDS} s: caught up after its return`,
    unit: 's',
    planned: {
      from: catchUpAfterAway(cell, AWAY_SECONDS),
      to: catchUpAfterAway(livelier(cell), AWAY_SECONDS),
    },
    simulated: SEEDS.map((seed) => caughtUpAfter(cell, { seed, shardAway }, shardAway.to)),
    tolerance: 0.25,
  }
}

/** All of the above for a size. */
export const checkSize = (size: Size): Check[] => {
  const { cell } = planFor(size)
  return [...checkPeak(cell), checkDeath(cell), checkAway(cell)]
}

export const middleOf = ({ simulated }: Check): number =>
  simulated.toSorted((a, b) => a - b)[simulated.length >> 1]!

/** How far outside the plan's answer the simulation's median is, as a share of the nearer end; 0 inside. */
export const outside = (check: Check): number => {
  const { from, to } = check.planned
  const middle = middleOf(check)
  return Math.max(0, (from - middle) / from, (middle - to) / to)
}

const HOUR_SECONDS = 60

/** A whole day, an hour in a minute, with a source that sends at 6:00 what it kept back at night: a twentieth of the day. */
export const wholeDay = (cell: Cell, seed: number) => {
  const rateAt = rateInDay(cell.eventsPerSecond, HOUR_SECONDS)
  const seconds = 24 * HOUR_SECONDS
  const day = Array.from({ length: seconds }, (_, second) => rateAt(second)).reduce(
    (sum, rate) => sum + rate,
    0,
  )
  const backlog = { atSecond: 6 * HOUR_SECONDS, events: Math.round(day / 20) }
  const found = simulate(cell, { seed, seconds, rateAt, backlog, lateSeconds: lateSeconds(cell) })
  return { backlog, ...found, caughtUpSeconds: (found.lastLateAt ?? backlog.atSecond) - backlog.atSecond }
}

/** Seconds from `since` until the last late event had its row; 0 where none was late. */
export function caughtUpAfter(
  cell: Cell,
  fault: { seed: number; killAtSecond?: number; shardAway?: { from: number; to: number } },
  since: number,
): number {
  const rateAt = () => cell.eventsPerSecond
  const found = simulate(cell, { ...fault, rateAt, seconds: SECONDS, lateSeconds: lateSeconds(cell) })
  return (found.lastLateAt ?? since) - since
}
