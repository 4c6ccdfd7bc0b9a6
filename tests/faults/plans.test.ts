import { expect, test } from 'vitest'
import { statesOf } from '../counting/newest.ts'
import { inputPlanOf } from './input/plan.ts'
import { indicatorsOf } from './oracle/fold.ts'
import { faultPlanOf } from './schedule/plan.ts'

const SEEDS = Array.from({ length: 200 }, (_, index) => index + 1)

test('a seed gives the same input and the same faults each time, another seed others', () => {
  expect(inputPlanOf(17)).toEqual(inputPlanOf(17))
  expect(faultPlanOf(17)).toEqual(faultPlanOf(17))
  expect(faultPlanOf(17)).not.toEqual(faultPlanOf(18))
})

test('every seed kills an aggregator amid a block; every fault and every engine has its turn', () => {
  const faults = SEEDS.map((seed) => faultPlanOf(seed).faults)
  for (const mine of faults) {
    const amid = mine.filter(
      ({ kind, when }) =>
        kind === 'kill-aggregators' && 'exchange' in when && when.exchange.startsWith('insert'),
    )
    expect(amid).not.toEqual([])
  }
  const names = faults
    .flat()
    .map((fault) =>
      [fault.kind, 'engine' in fault ? fault.engine : 'line' in fault ? fault.line : ''].join(' ').trim(),
    )
  expect([...new Set(names)].sort()).toEqual([
    'cut clickhouse',
    'cut kafka',
    'drop-answers clickhouse',
    'drop-answers kafka',
    'hold clickhouse',
    'hold kafka',
    'kill-aggregators',
    'kill-engine clickhouse',
    'kill-engine kafka',
    'pause-aggregators',
    'pause-engine clickhouse',
    'pause-engine kafka',
  ])
})

test('rejects stay well below the share at which a source is held, and every door and verdict is used', () => {
  for (const seed of SEEDS.slice(0, 40)) {
    const events = inputPlanOf(seed).flatMap((batch) => batch.events)
    const rejects = events.filter(({ verdict }) => verdict === 'reject')
    expect(rejects.length / events.length).toBeLessThan(0.12)
    expect(events.length).toBeGreaterThan(200)
  }
  const all = SEEDS.slice(0, 40).flatMap((seed) => inputPlanOf(seed).flatMap((batch) => batch.events))
  expect(new Set(all.map(({ verdict, way }) => `${verdict} ${way}`))).toEqual(
    new Set(['keep push', 'keep log', 'reject push', 'reject log', 'skip log']),
  )
})

test('the fold does not mind order or repeats, and counts no voided subject', () => {
  const kept = inputPlanOf(3)
    .flatMap((batch) => batch.events)
    .filter(({ verdict }) => verdict === 'keep')
  const periods = [{ from: '2020-01-01', to: '2026-12-31' }]
  const once = indicatorsOf(statesOf(kept), periods)
  expect(indicatorsOf(statesOf([...kept.toReversed(), ...kept]), periods)).toEqual(once)
  const voided = kept.map((event) => ({ ...event, data: { ...event.data!, voided: true } }))
  const nothing = [...indicatorsOf(statesOf(voided), periods).values()]
  expect(nothing.every(({ numerator, denominator }) => !numerator && !denominator)).toBe(true)
})
