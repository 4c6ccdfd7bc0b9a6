import { cutSeconds, lagP95, useOf } from './answers.ts'
import { checkedSizes, checkSize, middleOf, outside, SEEDS, wholeDay } from './checks.ts'
import { COSTS, type Cost, clickhouseMicroseconds } from './costs.ts'
import { dossiersOf, firstToBreak, limitsOf } from './limits.ts'
import { BESIDE } from './measured.ts'
import { planFor, rowsPerBlock } from './plan.ts'
import { SIZES, sizeOf } from './sizes.ts'
import { storageOf } from './storage.ts'
import { aligned, bytes, exactly, number, share, span } from './words.ts'

const GATHERED = [0.25, 0.5, 1, 2, 4]

/** The tables of docs/scale.md, by the name they have there. */
export const TABLES: Record<string, () => string> = {
  costs: () =>
    aligned(
      ['what', 'value', 'kind', 'from'],
      Object.values<Cost>(COSTS).map(({ what, value, unit, kind, from }) => [
        what,
        `${exactly(value)} ${unit}`.trim(),
        kind,
        from,
      ]),
    ),
  sizes: () =>
    aligned(
      [
        'size',
        'events/s, busiest hour',
        'events a year',
        'dossiers a year',
        'a year folded by one machine in',
      ],
      SIZES.map((size) => [
        size.name,
        number(size.eventsPerSecond),
        number(size.eventsPerYear),
        number(dossiersOf(size)),
        span(size.eventsPerYear / COSTS.oneMachine.value),
      ]),
    ),
  plan: () =>
    aligned(
      [
        'size',
        'producers',
        'brokers',
        'cells',
        'partitions',
        'aggregators',
        'shards × replicas × cores',
        'cores',
      ],
      SIZES.map((size) => {
        const { cells, cell, producers, brokers, cores } = planFor(size)
        const each = [producers, brokers, cells, cells * cell.partitions, cells * cell.aggregators].map(
          (each) => number(each),
        )
        return [size.name, ...each, `${cells} × ${COSTS.replicas.value} × ${cell.cores}`, number(cores)]
      }),
    ),
  busy: () =>
    aligned(
      ['size', 'aggregator', 'replica', 'blocks in hand', 'rows a block', 'blocks/s a shard', 'lag p95, s'],
      SIZES.map((size) => {
        const { cell } = planFor(size)
        const use = useOf(cell)
        return [
          size.name,
          ...[use.aggregator, use.shard, use.inHand].map(share),
          number(rowsPerBlock(cell)),
          number(Math.min(cell.partitions / cell.gatherSeconds, cell.eventsPerSecond)),
          lagP95(cell).toFixed(2),
        ]
      }),
    ),
  gathering: () =>
    aligned(
      [
        'gathered for, s',
        'lag p95, s',
        'rows a block',
        'ClickHouse, µs an event',
        'cells',
        'partitions',
        'cores',
      ],
      GATHERED.map((seconds) => {
        const { cells, cell, cores } = planFor(sizeOf('1,000,000 events/s'), seconds)
        return [
          number(seconds),
          lagP95(cell).toFixed(2),
          number(rowsPerBlock(cell)),
          clickhouseMicroseconds(rowsPerBlock(cell)).toFixed(1),
          number(cells),
          number(cells * cell.partitions),
          number(cores),
        ]
      }),
    ),
  storage: () =>
    aligned(
      ['size', 'ledger a year', 'versions a year', 'current state a year', 'log, 90 days'],
      SIZES.map((size) => {
        const { ledger, versions, current, log } = storageOf(size)
        return [size.name, ...[ledger, versions, current, log].map(bytes)]
      }),
    ),
  limits: () =>
    aligned(
      [
        'size',
        ...limitsOf(SIZES[0]!).map(({ what }) => what),
        'furthest beyond',
        'indicators on the plan’s cores',
      ],
      SIZES.map((size) => {
        const limits = limitsOf(size)
        const { cells, cell } = planFor(size)
        return [
          size.name,
          ...limits.map((limit) => (limit.share === null ? '' : `× ${number(limit.share)}`)),
          firstToBreak(limits)?.what ?? 'nothing',
          span(cutSeconds(dossiersOf(size), cells * cell.cores)),
        ]
      }),
    ),
  checks: () =>
    aligned(
      ['size', 'answer', 'plan', 'simulation', 'by seed', 'outside', 'allowed'],
      checkedSizes.flatMap((size) =>
        checkSize(size).map((check) => [
          size.name,
          check.what,
          inUnit(check.unit, check.planned.from, check.planned.to),
          inUnit(check.unit, middleOf(check)),
          inUnit(check.unit, Math.min(...check.simulated), Math.max(...check.simulated)),
          share(outside(check)),
          share(check.tolerance),
        ]),
      ),
    ),
  day: () =>
    aligned(
      [
        'size',
        'events of a cell',
        'folded',
        'lag p50, s',
        'lag p95, s',
        'sent late at once',
        'caught up after, s',
      ],
      checkedSizes.map((size) => {
        const day = wholeDay(planFor(size).cell, SEEDS[0]!)
        return [
          size.name,
          exactly(day.events),
          exactly(day.folded),
          ...[day.lagP50, day.lagP95].map((lag) => lag.toFixed(2)),
          exactly(day.backlog.events),
          day.caughtUpSeconds.toFixed(1),
        ]
      }),
    ),
  measured: () =>
    aligned(
      ['what', 'by the costs', 'measured', 'costs ÷ measured', 'measured under'],
      BESIDE.map(({ what, unit, costs, measured, under }) => [
        what,
        ...[costs, measured].map((value) => `${value.toFixed(1)} ${unit}`),
        (costs / measured).toFixed(2),
        under,
      ]),
    ),
}

function inUnit(unit: string, from: number, to = from): string {
  const said = (value: number) => (unit === 's' ? value.toFixed(value < 2 ? 2 : 1) : share(value))
  const text = said(from) === said(to) ? said(from) : `${said(from)} to ${said(to)}`
  return unit === 's' ? `${text} s` : text
}
