import { setTimeout as pause } from 'node:timers/promises'
import type { Kept } from '../world/child.ts'
import type { Engine } from '../world/engine.ts'
import type { Listener, Seen } from './lines.ts'
import type { EngineName, Fault } from './plan.ts'

export const VICTIMS = ['publisher', 'receiver', 'kafka', 'clickhouse'] as const
type Victim = (typeof VICTIMS)[number]
type ByVictim = Record<Victim, number>
export const nobody = (): ByVictim => ({ publisher: 0, receiver: 0, kafka: 0, clickhouse: 0 })

/** What struck, and planned faults whose moment did not come. */
export type Counts = { kills: ByVictim; pauses: ByVictim; drops: number; unsprung: number }
export const noCounts = (): Counts => ({ kills: nobody(), pauses: nobody(), drops: 0, unsprung: 0 })

type Victims = {
  lines: { watch(listener: Listener): void }
  receiver: Kept
  publishers: ReadonlyMap<number, Kept>
  engines: Record<EngineName, Engine>
}
type Armed = { fault: Fault; seen: number; struck: boolean; dropsLeft: number }

/** Lets the faults of one seed strike, each at its moment. */
export const openStrikes = ({ lines, receiver, publishers, engines }: Victims, faults: readonly Fault[]) => {
  const counts = noCounts()
  const underWay: Promise<void>[] = []
  let disarmed = false
  const armed: Armed[] = faults.map((fault) => ({
    ...{ fault, seen: 0, struck: false },
    dropsLeft: fault.kind === 'drop-answers' ? fault.answers : 0,
  }))

  const strike = (trap: Armed, slot: number) => {
    const { fault } = trap
    trap.struck = true
    if (fault.kind === 'drop-answers') return // done where the answer passes
    if (fault.kind === 'kill-engine') {
      counts.kills[fault.engine]++
      underWay.push(engines[fault.engine].kill(fault.inMs, fault.downMs))
      return
    }
    if (fault.kind === 'pause-engine') {
      counts.pauses[fault.engine]++
      underWay.push(engines[fault.engine].pauseFor(fault.pauseMs))
      return
    }
    const name = fault.kind.endsWith('receiver') ? 'receiver' : 'publisher'
    const victim =
      name === 'receiver'
        ? receiver
        : publishers.get(fault.which < 0 ? slot : fault.which % Math.max(1, publishers.size))
    if (!victim?.pid) return
    if ('downMs' in fault) {
      counts.kills[name]++
      const { inMs, downMs } = fault
      // At once means before this returns: the exchange that sprang the trap is still held in our hand.
      if (inMs === 0) victim.kill(downMs)
      else underWay.push(pause(inMs).then(() => victim.kill(downMs)))
      return
    }
    counts.pauses[name]++
    victim.signal('SIGSTOP')
    underWay.push(pause(fault.pauseMs).then(() => victim.signal('SIGCONT')))
  }

  lines.watch((seen) => {
    let fate: 'pass' | 'drop' = 'pass'
    if (disarmed) return fate
    for (const trap of armed) {
      const { fault } = trap
      if (!('exchange' in fault.when) || !matches(fault.when, seen)) continue
      if (++trap.seen < fault.when.nth) continue
      if (fault.kind === 'drop-answers') {
        if (trap.dropsLeft-- <= 0) continue
        trap.struck = true
        counts.drops++
        fate = 'drop'
      } else if (!trap.struck) {
        strike(trap, seen.slot)
        // Stored, and nobody was told: what answered dies with its answer on the way.
        if (fault.kind === 'kill-receiver' && seen.moment === 'answered') fate = 'drop'
      }
    }
    return fate
  })

  return {
    counts,
    /** This step is about to be made. */
    before: (step: number) => {
      for (const trap of armed)
        if (!trap.struck && 'step' in trap.fault.when && trap.fault.when.step <= step) strike(trap, 0)
    },
    /** No trap springs any more, nothing is paused, and the engines run. */
    over: async () => {
      disarmed = true
      counts.unsprung = armed.filter((trap) => !trap.struck).length
      await Promise.all(underWay)
      await Promise.all(Object.values(engines).map((engine) => engine.settled()))
    },
  }
}

const matches = (when: { exchange: string; moment: string }, seen: Seen): boolean =>
  when.exchange === seen.exchange && when.moment === seen.moment
