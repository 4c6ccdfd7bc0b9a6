import { setTimeout as pause } from 'node:timers/promises'
import type { Kept } from '../world/child.ts'
import type { Listener, Seen } from './lines.ts'
import type { Fault } from './plan.ts'

export type Counts = { kills: number; pauses: number; drops: number; unsprung: number }
export const noCounts = (): Counts => ({ kills: 0, pauses: 0, drops: 0, unsprung: 0 })

type Victims = {
  lines: { watch(listener: Listener): void }
  receiver: Kept
  publishers: ReadonlyMap<number, Kept>
}
type Armed = { fault: Fault; seen: number; struck: boolean; dropsLeft: number }

/** Lets the faults of one seed strike, each at its moment. */
export const openStrikes = ({ lines, receiver, publishers }: Victims, faults: readonly Fault[]) => {
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
    const victim = fault.kind.endsWith('receiver')
      ? receiver
      : publishers.get(fault.which < 0 ? slot : fault.which % Math.max(1, publishers.size))
    if (!victim?.pid) return
    if ('downMs' in fault) {
      counts.kills++
      const { inMs, downMs } = fault
      // At once means before this returns: the exchange that sprang the trap is still held in our hand.
      if (inMs === 0) victim.kill(downMs)
      else underWay.push(pause(inMs).then(() => victim.kill(downMs)))
      return
    }
    counts.pauses++
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
    /** No trap springs any more, and nothing is paused. */
    over: async () => {
      disarmed = true
      counts.unsprung = armed.filter((trap) => !trap.struck).length
      await Promise.all(underWay)
    },
  }
}

const matches = (when: { exchange: string; moment: string }, seen: Seen): boolean =>
  when.exchange === seen.exchange && when.moment === seen.moment
