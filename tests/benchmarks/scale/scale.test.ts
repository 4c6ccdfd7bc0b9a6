import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { catchUpAfterDeath, cutSeconds, lagP95, useOf } from './answers.ts'
import { caughtUpAfter, checkedSizes, checkSize, outside, wholeDay } from './checks.ts'
import { COSTS, clickhouseMicroseconds } from './costs.ts'
import { MEAN_OF_PEAK, rateInDay } from './day.ts'
import { DOCUMENT, remade } from './document.ts'
import { firstToBreak, limitsOf } from './limits.ts'
import { type Cell, mostAfterDeath, planFor } from './plan.ts'
import { SIZES, sizeOf } from './sizes.ts'
import { storageOf } from './storage.ts'

describe('the lines say again what they were drawn through, and what they were not', () => {
  test.each([
    { rows: 4_085, measured: 65.4 },
    { rows: 10_894, measured: 34.7 },
  ])('ClickHouse takes $measured µs an event in blocks of $rows', ({ rows, measured }) => {
    expect(clickhouseMicroseconds(rows)).toBeCloseTo(measured, 0)
  })

  test('the blocks of 16 MiB, which the line did not know, were measured at 25.9 µs', () => {
    const said = COSTS.clickhouseEvent.value + COSTS.clickhouseBlock.value / 20_000
    expect(Math.abs(said / 25.9 - 1)).toBeLessThan(0.03)
  })

  test.each([
    { dossiers: 1e6, measured: 1.62, within: 0.01 },
    { dossiers: 2e6, measured: 2.806, within: 0.07 },
    { dossiers: 5e6, measured: 5.665, within: 0.01 },
  ])('$dossiers dossiers are counted in $measured s on two cores', ({ dossiers, measured, within }) => {
    expect(Math.abs(cutSeconds(dossiers, 2) / measured - 1)).toBeLessThan(within)
  })

  test('smaller blocks than any that was measured cost no more an event', () => {
    expect(clickhouseMicroseconds(1)).toBe(clickhouseMicroseconds(COSTS.fewestRows.value))
  })
})

test('Lâm Đồng brings 2.6 million events a year, and the year’s mean is what the day says of its busiest hour', () => {
  const { eventsPerYear, eventsPerSecond } = sizeOf('Lâm Đồng')
  expect(eventsPerYear).toBe(905_350 * 2.9)
  expect(eventsPerYear / (365 * 86_400) / eventsPerSecond).toBeCloseTo(MEAN_OF_PEAK, 10)
})

test('a size nobody planned for is named', () => {
  expect(() => sizeOf('64 provinces')).toThrow('no size 64 provinces; there are Lâm Đồng, 63 provinces')
})

test('a day has its events at any speed', () => {
  const of = (hourSeconds: number) => {
    const rateAt = rateInDay(100, hourSeconds)
    const seconds = Array.from({ length: 24 * hourSeconds }, (_, second) => rateAt(second))
    return seconds.reduce((sum, rate) => sum + rate, 0) / hourSeconds
  }
  expect(of(60)).toBeCloseTo(of(3600), 6)
})

test.each(SIZES)('the plan for $name keeps to its own bounds', (size) => {
  const { cells, cell, brokers } = planFor(size)
  const use = useOf(cell)
  expect(cells * cell.eventsPerSecond).toBeCloseTo(size.eventsPerSecond, 6)
  expect(Math.max(use.aggregator, use.shard)).toBeLessThanOrEqual(COSTS.useMax.value)
  expect((use.aggregator * cell.aggregators * mostAfterDeath(cell)) / cell.partitions).toBeLessThanOrEqual(
    COSTS.useMaxAfterDeath.value,
  )
  expect(cell.partitions / cell.gatherSeconds).toBeLessThanOrEqual(COSTS.blocksPerShard.value)
  const written = size.eventsPerSecond * COSTS.recordBytes.value * COSTS.logReplicas.value
  expect(written / brokers).toBeLessThanOrEqual(COSTS.brokerBytes.value)
  expect(lagP95(cell)).toBeLessThan(1)
})

test('gathering for so short that four partitions are too many blocks is refused', () => {
  expect(() => planFor(SIZES[0]!, 0.1)).toThrow('gathering for 0.1 s: expects at least 0.2 s')
})

test('storage counts all replicas, and the current state one row a dossier', () => {
  const stored = storageOf({ name: '', provinces: null, eventsPerSecond: 1, eventsPerYear: 365 * 2.9 })
  expect(stored.current).toBeCloseTo(365 * 118.6 * 2, 6)
  expect(stored.log).toBeCloseTo(2.9 * 90 * 770 * 3, 6)
})

test.each([
  { shares: [0.2, null, 0.9], first: undefined },
  { shares: [0.2, 3, 2], first: 3 },
])('of $shares the first to break is $first', ({ shares, first }) => {
  expect(firstToBreak(shares.map((share) => ({ what: '', share })))?.share).toBe(first)
})

test('a province is folded with ease, and eight do not fit into the record of a snapshot', () => {
  const shareOf = (what: string, provinces: number) =>
    limitsOf({ ...sizeOf('Lâm Đồng'), provinces }).find((limit) => limit.what === what)!.share!
  expect(shareOf('folding', 1)).toBeLessThan(0.001)
  expect(shareOf('record of a snapshot', 7)).toBeLessThan(1)
  expect(shareOf('record of a snapshot', 8)).toBeGreaterThan(1)
})

describe.each(checkedSizes)('the simulation agrees with the plan for $name', (size) => {
  test.each(checkSize(size))('$what', (check) => {
    expect(outside(check)).toBeLessThanOrEqual(check.tolerance)
  })

  test('a whole day is folded to the last event, and the late source is caught up with within half a minute', () => {
    const day = wholeDay(planFor(size).cell, 7)
    expect(day.folded).toBe(day.events)
    expect(day.caughtUpSeconds).toBeGreaterThan(0)
    expect(day.caughtUpSeconds).toBeLessThan(30)
  })
})

describe('what the plan must not be', () => {
  const busy: Cell = {
    ...{ eventsPerSecond: 47_619, partitions: 10, aggregators: 5, cores: 6, gatherSeconds: 0.5 },
  }
  const kill = { seed: 1, killAtSecond: 60 }

  test('0.9 busy after a death is caught up with on paper, and not in the simulation', () => {
    expect(catchUpAfterDeath(busy)).toBeLessThan(30)
    expect(caughtUpAfter(busy, kill, 60)).toBeGreaterThan(60)
  })

  test('with one partition an aggregator, its heir never catches up', () => {
    expect(caughtUpAfter({ ...busy, partitions: 5 }, kill, 60)).toBeGreaterThan(150)
  })

  test('a shard with too few cores is seen to be late', () => {
    const cell = { ...planFor(sizeOf('1,000,000 events/s')).cell, cores: 1 }
    expect(caughtUpAfter(cell, { seed: 1 }, 0)).toBeGreaterThan(200)
  })
})

test('the document has the tables the model makes: npm run scale -- --write', () => {
  const text = readFileSync(join(import.meta.dirname, '../../..', DOCUMENT), 'utf8')
  expect(remade(text)).toBe(text)
})

test('a place without a table, and a table without a place, are named', () => {
  expect(() => remade('<!-- made: cots -->\n<!-- end -->')).toThrow(/cots is no table; costs has no place/)
})
