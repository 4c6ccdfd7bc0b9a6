import { setTimeout as pause } from 'node:timers/promises'
import { carriesRecords, type Seen } from '../world/lines.ts'
import type { World } from '../world/world.ts'
import type { Aggregators, Fault } from './fault.ts'

export type Counts = {
  kills: number
  pauses: number
  drops: number
  cuts: number
  holds: number
  /** Of all of them, how many struck while records were on their way. */
  duringWork: number
  /** Planned, but their moment never came in this seed. */
  unsprung: number
  byKind: Record<string, number>
}

export const noCounts = (): Counts => ({
  kills: 0,
  pauses: 0,
  drops: 0,
  cuts: 0,
  holds: 0,
  duringWork: 0,
  unsprung: 0,
  byKind: {},
})

/** After which the group gives an aggregator's partitions to another. */
const SESSION_MS = 3_000

type Armed = { fault: Fault; seen: number; struck: boolean; dropsLeft: number }

/** Lets the faults of one seed strike, each at its moment. */
export const openStrikes = (world: World, faults: readonly Fault[]) => {
  const counts = noCounts()
  const armed: Armed[] = faults.map((fault) => ({
    fault,
    seen: 0,
    struck: false,
    dropsLeft: fault.kind === 'drop-answers' ? fault.answers : 0,
  }))
  const underWay = new Set<Promise<void>>()
  let disarmed = false

  const count = (group: 'kills' | 'pauses' | 'drops' | 'cuts' | 'holds', name: string, { when }: Fault) => {
    counts[group]++
    counts.byKind[name] = (counts.byKind[name] ?? 0) + 1
    const atRecords = 'exchange' in when && carriesRecords(when.exchange)
    if (atRecords || world.lines.recordsOnTheWay()) counts.duringWork++
  }

  const slotsOf = (which: Aggregators, slot: number | null, nth: number): readonly number[] => {
    if (which !== 'the one at it') return which
    // On Kafka's line the connection does not say whose it is: one of them, then.
    return [slot ?? nth % Math.max(1, world.aggregators.size)]
  }

  const strike = (trap: Armed, slot: number | null) => {
    trap.struck = true
    const { fault } = trap
    const nth = 'nth' in fault.when ? fault.when.nth : 0
    const work = act(fault, slot, nth)
    if (!work) return
    underWay.add(work)
    // A failure is shown where it is awaited, in `over`.
    work.then(
      () => underWay.delete(work),
      () => {},
    )
  }

  /** What happens at once happens before this returns: the exchange that sprang the trap is still held in our hand. */
  const act = (fault: Fault, slot: number | null, nth: number): Promise<void> | null => {
    switch (fault.kind) {
      case 'kill-aggregators': {
        for (const each of slotsOf(fault.which, slot, nth)) {
          const aggregator = world.aggregators.get(each)
          if (!aggregator?.pid) continue
          count('kills', 'aggregator killed', fault)
          aggregator.kill(fault.downMs)
        }
        return null
      }
      case 'pause-aggregators': {
        const paused = slotsOf(fault.which, slot, nth)
          .flatMap((each) => world.aggregators.get(each) ?? [])
          .filter(({ pid }) => pid !== null)
        for (const aggregator of paused) {
          count(
            'pauses',
            fault.pauseMs > SESSION_MS ? 'aggregator paused beyond its session' : 'aggregator paused',
            fault,
          )
          aggregator.signal('SIGSTOP')
        }
        return pause(fault.pauseMs).then(() => {
          for (const aggregator of paused) aggregator.signal('SIGCONT')
        })
      }
      case 'kill-engine':
        count('kills', `${fault.engine} killed`, fault)
        return world.engines[fault.engine].kill(fault.inMs, fault.downMs)
      case 'pause-engine':
        count('pauses', `${fault.engine} paused`, fault)
        return world.engines[fault.engine].pauseFor(fault.pauseMs)
      case 'cut':
        count('cuts', `${fault.line} line cut`, fault)
        for (const proxy of world.lines.of(fault.line)) proxy.cut()
        return null
      case 'hold':
        count('holds', `${fault.line} line half-open`, fault)
        for (const proxy of world.lines.of(fault.line)) proxy.hold()
        return pause(fault.holdMs).then(() => {
          for (const proxy of world.lines.of(fault.line)) proxy.release(fault.afterwards)
        })
      case 'drop-answers':
        return null // done where the answer passes
    }
  }

  world.lines.watch((seen) => {
    let fate: 'pass' | 'drop' = 'pass'
    if (disarmed) return fate
    for (const trap of armed) {
      if (!matches(trap.fault, seen)) continue
      trap.seen++
      if (trap.seen < (trap.fault.when as { nth: number }).nth) continue
      if (trap.fault.kind === 'drop-answers') {
        if (trap.dropsLeft === 0) continue
        trap.dropsLeft--
        trap.struck = true
        count('drops', `${seen.line} answer dropped`, trap.fault)
        fate = 'drop'
      } else if (!trap.struck) strike(trap, seen.slot)
    }
    return fate
  })

  return {
    counts,
    /** So much of the input is sent. */
    sent: (share: number) => {
      for (const trap of armed)
        if (!trap.struck && 'sentShare' in trap.fault.when && trap.fault.when.sentShare <= share)
          strike(trap, null)
    },
    /** No trap springs any more. */
    disarm: () => {
      disarmed = true
      counts.unsprung = armed.filter((trap) => !trap.struck).length
    },
    /** When what struck has been made good: engines run, nothing is paused or held. */
    over: async () => {
      await Promise.all(underWay)
      await Promise.all([world.engines.kafka.settled(), world.engines.clickhouse.settled()])
    },
  }
}

const matches = (fault: Fault, seen: Seen): boolean =>
  'exchange' in fault.when && fault.when.exchange === seen.exchange && fault.when.moment === seen.moment
