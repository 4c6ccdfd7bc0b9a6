import { describe, expect, test } from 'vitest'
import { openAgenda } from './agenda.ts'
import { arrivalsOf, countOf, takeOldest } from './arrivals.ts'
import { simulate } from './index.ts'
import { openLags } from './lags.ts'
import { openMembers, shareAgain, shareOut } from './members.ts'
import { openShard } from './shard.ts'

const cell = { eventsPerSecond: 20_000, partitions: 8, aggregators: 4, cores: 3, gatherSeconds: 0.5 }
const load = { seconds: 60, rateAt: () => cell.eventsPerSecond }

test('the agenda is by time, and by order of planning within one instant', () => {
  const agenda = openAgenda<string>()
  const at = [5, 1, 3, 1, 4, 1, 2, 5, 0]
  at.forEach((second, order) => {
    agenda.plan(second, `${second} ${order}`)
  })
  const told: string[] = []
  for (let next = agenda.next(); next; next = agenda.next()) told.push(next.happening)
  expect(told).toEqual(['0 8', '1 1', '1 3', '1 5', '2 6', '3 2', '4 4', '5 0', '5 7'])
})

test.each([{ rate: 3 }, { rate: 4_000 }])(
  '$rate events a second come, give or take, and not evenly',
  ({ rate }) => {
    const arrivals = arrivalsOf(1, () => rate)(0, 1, 0, 2_000)
    expect(Math.abs(countOf(arrivals) / 2_000 / rate - 1)).toBeLessThan(0.05)
    expect(new Set(arrivals.map(({ events }) => events)).size).toBeGreaterThan(3)
  },
)

test('the oldest are taken first, and none is lost where a stretch is cut', () => {
  const waiting = [
    { from: 0, to: 1, events: 10 },
    { from: 1, to: 2, events: 10 },
  ]
  expect(takeOldest(waiting, 15)).toEqual([
    { from: 0, to: 1, events: 10 },
    { from: 1, to: 1.5, events: 5 },
  ])
  expect(waiting).toEqual([{ from: 1.5, to: 2, events: 5 }])
})

test('lags are by events, not by blocks', () => {
  const lags = openLags()
  lags.note([{ from: 0, to: 0, events: 99 }], 1)
  lags.note([{ from: 0, to: 0, events: 1 }], 50)
  expect(lags.percentile(0.95)).toBeCloseTo(1, 1)
  expect(lags.percentile(1)).toBeCloseTo(50, 1)
})

test('inserts take the cores in turn, and none ends while the shard is away', () => {
  const shard = openShard(2, { from: 10, to: 70 })
  expect([shard.insert(0, 3), shard.insert(0, 3), shard.insert(1, 3)]).toEqual([3, 3, 6])
  expect(shard.insert(9, 3)).toBe(73)
  expect(shard.busySeconds()).toBe(12)
})

test('what a dead member had goes to those who have fewest', () => {
  const members = openMembers(4)
  const owners = shareOut(8, members)
  members[0]!.isAlive = false
  const after = shareAgain(owners, members)
  expect(members.map((member) => after.filter((owner) => owner === member).length)).toEqual([0, 3, 3, 2])
  expect(after.filter((owner, partition) => owner === owners[partition])).toHaveLength(6)
})

describe('a cell', () => {
  test('says the same of the same seed, and other things of another', () => {
    const once = simulate(cell, { ...load, seed: 1 })
    expect(simulate(cell, { ...load, seed: 1 })).toEqual(once)
    expect(simulate(cell, { ...load, seed: 2 }).events).not.toBe(once.events)
  })

  test.each([
    { what: 'an aggregator dies', fault: { killAtSecond: 20 } },
    { what: 'its shard is away', fault: { shardAway: { from: 20, to: 40 } } },
    { what: 'both', fault: { killAtSecond: 25, shardAway: { from: 20, to: 40 } } },
    { what: 'a source was silent', fault: { backlog: { atSecond: 20, events: 80_000 } } },
  ])('folds every event once although $what', ({ fault }) => {
    const found = simulate(cell, { ...load, ...fault, seed: 3, lateSeconds: 2 })
    expect(found.folded).toBe(found.events)
    expect(found.lastLateAt).toBeGreaterThan(20)
  })

  test('nobody is late where nothing happens', () => {
    expect(simulate(cell, { ...load, seed: 3, lateSeconds: 2 }).lastLateAt).toBeNull()
  })
})
