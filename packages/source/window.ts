/** Above these a source is held (issue "A breaker per source"). */
export type BreakerLimits = {
  /** Share of rejects among the last 1,000 events; 1 is never above. */
  rejectShare: number
  /** Rejects one after another, however few events there were. */
  inARow: number
  /** Until the first probe of a held source. */
  probeSeconds: number
}

export type WindowCounts = { events: number; rejected: number; rejectedInARow: number }

/** A share is judged over this many events, and not before there were as many. */
export const WINDOW_EVENTS = 1_000

/** What the edge said of a source's last 1,000 events. */
export const openWindow = (limits: Pick<BreakerLimits, 'rejectShare' | 'inARow'>) => {
  const ring = new Uint8Array(WINDOW_EVENTS)
  let counts: WindowCounts = { events: 0, rejected: 0, rejectedInARow: 0 }
  let next = 0
  return {
    /** Counts one event; true if the source is now above a limit. */
    add: (rejected: boolean): boolean => {
      const leaving = counts.events === WINDOW_EVENTS ? ring[next]! : 0
      ring[next] = rejected ? 1 : 0
      next = (next + 1) % WINDOW_EVENTS
      counts = {
        events: Math.min(counts.events + 1, WINDOW_EVENTS),
        rejected: counts.rejected + (rejected ? 1 : 0) - leaving,
        rejectedInARow: rejected ? counts.rejectedInARow + 1 : 0,
      }
      const full = counts.events === WINDOW_EVENTS
      return (
        counts.rejectedInARow >= limits.inARow ||
        (full && counts.rejected > limits.rejectShare * WINDOW_EVENTS)
      )
    },
    counts: (): WindowCounts => counts,
    clear: (): void => {
      ring.fill(0)
      counts = { events: 0, rejected: 0, rejectedInARow: 0 }
    },
  }
}
