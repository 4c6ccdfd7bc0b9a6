import type { BusinessClock } from '@ioc/clock'
import type { SnapshotRow } from '@ioc/exchange'
import type { Figure } from '@ioc/indicators/figure.ts'
import { EVENT_TOPICS } from '@ioc/schemas'
import type { SourceControl } from '@ioc/schemas/control/source-control.ts'
import { toIso } from '@ioc/schemas/events/instant.ts'
import { z } from 'zod'
import type { Cache } from '../cache.ts'
import { ledgerRecords, type Pulse, recordsIn } from '../pulse/pulse.ts'
import { settledWithin } from '../pulse/settled-within.ts'
import {
  LAG_UNITS,
  STAGE_STATES,
  STAGES,
  type Stage,
  stateOfDelivery,
  stateOfFigures,
  stateOfFlow,
  stateOfSnapshots,
  stateOfSources,
} from '../pulse/stages.ts'
import { sourceKey } from '../pulse/tally.ts'
import { daysOwed, totalsOf } from '../snapshots/totals.ts'
import { freshnessOf } from '../sources/freshness.ts'
import type { Progress } from '../sources/progress.ts'
import { instantText, wholeCount } from './fields.ts'
import { defineOperation, NO_QUERY } from './operation.ts'

export type RiverDoors = {
  pulse: Pulse
  figures: Cache<Figure[]>
  progress: Cache<Progress[]>
  snapshots: Cache<SnapshotRow[]>
  controls(): readonly SourceControl[]
  clock: BusinessClock
  now: () => number
}

const WAIT_MS = 1_000

/** The river at a glance: each stage with its speed, total, what it owes, and its state. */
export const riverOperation = (doors: RiverDoors) =>
  defineOperation({
    path: '/v1/river',
    summary: 'Stages of the river with speed, total, lag and state',
    query: NO_QUERY,
    answer: z.object({
      asOf: instantText,
      business: z.object({ now: instantText, running: z.boolean(), simulated: z.boolean() }),
      totals: z.object({
        produced: wholeCount.nullable(),
        kept: wholeCount.nullable(),
        skipped: wholeCount.nullable(),
        rejected: wholeCount.nullable(),
      }),
      stages: z.array(
        z.object({
          id: z.enum(STAGES),
          state: z.enum(STAGE_STATES),
          total: wholeCount.nullable(),
          perSecond: z.number().nullable(),
          lag: z.object({ amount: z.number(), unit: z.enum(LAG_UNITS) }).nullable(),
          asOf: instantText.nullable(),
        }),
      ),
    }),
    handle: async () => {
      const { pulse, clock, now } = doors
      // The river answers with what is known; a part that cannot be asked is shown as such, not waited for.
      await settledWithin([doors.progress.read(), doors.snapshots.read()], WAIT_MS)
      // Figures are counted when somebody asks; that a process is new must not look as if nobody knew.
      if (doors.figures.last() === null) void doors.figures.read().catch(() => undefined)
      const tally = pulse.ledger().value
      const count = (verdict: 'keep' | 'skip' | 'reject') =>
        tally && EVENT_TOPICS.reduce((sum, topic) => sum + tally.count(topic, verdict), 0)
      const ends = pulse.log().value
      return {
        asOf: toIso(now()),
        business: {
          now: toIso(clock.now()),
          running: clock.running,
          simulated: doors.progress.last()?.value.some((each) => each.simulated) ?? false,
        },
        totals: {
          produced: ends && recordsIn(ends, EVENT_TOPICS),
          kept: count('keep'),
          skipped: count('skip'),
          rejected: count('reject'),
        },
        stages: stagesOf(doors).map(({ asOfMs, ...stage }) => ({
          ...stage,
          asOf: asOfMs === null ? null : toIso(asOfMs),
        })),
      }
    },
  })

function stagesOf(doors: RiverDoors): Stage[] {
  return [sources(doors), kafka(doors), ledger(doors), indicators(doors), snapshot(doors), national(doors)]
}

function sources({ pulse, progress, controls, now }: RiverDoors): Stage {
  const known = progress.last()
  const heard = pulse.ledger().value?.sources()
  const perSecond = pulse.logPerSecond()
  const silent = known?.value.filter(({ source, contract, rhythmSeconds, toldMs }) => {
    const lastArrivalMs = Math.max(heard?.get(sourceKey(source, contract))?.lastMs ?? 0, toldMs)
    const freshness = freshnessOf(lastArrivalMs, rhythmSeconds, now())
    return freshness === 'stale' || freshness === 'delayed'
  }).length
  const held = controls().filter(({ state }) => state === 'held').length
  const flow = stateOfFlow({
    failing: false,
    total: known?.value.length ?? null,
    perSecond,
    lagRecords: null,
  })
  return {
    id: 'sources',
    state: stateOfSources(flow, silent ?? 0, held),
    total: heard?.size ?? null,
    perSecond,
    lag:
      held > 0
        ? { amount: held, unit: 'held' }
        : silent === undefined
          ? null
          : { amount: silent, unit: 'sources' },
    asOfMs: known?.asOfMs ?? null,
  }
}

function kafka({ pulse }: RiverDoors): Stage {
  const look = pulse.log()
  const total = look.value && recordsIn(look.value, EVENT_TOPICS)
  const perSecond = pulse.logPerSecond()
  return {
    id: 'kafka',
    state: stateOfFlow({ failing: look.failing, total, perSecond, lagRecords: null }),
    total,
    perSecond,
    lag: null,
    asOfMs: look.asOfMs,
  }
}

function ledger({ pulse }: RiverDoors): Stage {
  const look = pulse.ledger()
  const ends = pulse.log().value
  const total = look.value && ledgerRecords(look.value)
  const perSecond = pulse.ledgerPerSecond()
  const lagRecords = ends && total !== null ? Math.max(0, recordsIn(ends, EVENT_TOPICS) - total) : null
  return {
    id: 'ledger',
    state: stateOfFlow({ failing: look.failing, total, perSecond, lagRecords }),
    total,
    perSecond,
    lag: lagRecords === null ? null : { amount: lagRecords, unit: 'records' },
    asOfMs: look.asOfMs,
  }
}

function indicators({ figures, now }: RiverDoors): Stage {
  const known = figures.last()
  const ageSeconds = known ? Math.max(0, Math.round((now() - known.asOfMs) / 1000)) : null
  return {
    id: 'indicators',
    state: stateOfFigures(figures.failing(), ageSeconds),
    total: known?.value.length ?? null,
    perSecond: null,
    lag: ageSeconds === null ? null : { amount: ageSeconds, unit: 'seconds' },
    asOfMs: known?.asOfMs ?? null,
  }
}

function snapshot({ snapshots, clock }: RiverDoors): Stage {
  const known = snapshots.last()
  const owed = known && daysOwed(totalsOf(known.value).newestDate, clock.now())
  return {
    id: 'snapshot',
    state: snapshots.failing() ? 'stopped' : stateOfSnapshots(owed),
    total: known?.value.length ?? null,
    perSecond: null,
    lag: owed === null ? null : { amount: owed, unit: 'days' },
    asOfMs: known?.asOfMs ?? null,
  }
}

function national({ snapshots }: RiverDoors): Stage {
  const known = snapshots.last()
  const totals = known && totalsOf(known.value)
  return {
    id: 'national',
    state: stateOfDelivery(totals),
    total: totals?.accepted ?? null,
    perSecond: null,
    lag: totals ? { amount: totals.owed, unit: 'snapshots' } : null,
    asOfMs: known?.asOfMs ?? null,
  }
}
