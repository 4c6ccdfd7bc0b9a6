import type { Reason } from '@ioc/schemas'
import { BREAKER, type SourceControl } from '@ioc/schemas/control/source-control.ts'
import { toIso } from '@ioc/schemas/events/instant.ts'
import { type BreakerLimits, openWindow, WINDOW_EVENTS, type WindowCounts } from './window.ts'

/** What the edge said of events, in their order: null of a good one, else its reasons. */
export type Verdicts = readonly (readonly Reason[] | null)[]

/** What a source may do now: be read on, be tried with one batch, or nothing because the service stops. */
export type Turn = 'flow' | 'probe' | 'stopped'

export type Breaker = {
  /** False until `source-control.v1` was read to its end: whether a source is held is not known yet. */
  ready(): boolean
  /** The hold of a source, its own or one read from the log; null while it flows. */
  hold(source: string): SourceControl | null
  /** Seconds until a held source is worth trying again. */
  retryAfterSeconds(source: string): number
  /** May a held source be tried now? */
  probeDue(source: string): boolean
  /** Takes the turn of trying a held source, if one is due; whoever gets true must call `endProbe`. */
  beginProbe(source: string): boolean
  /** Good: the source is released. Bad: it stays held, and the next probe is further off. Null: nothing was learnt. */
  endProbe(source: string, outcome: { good: boolean; verdicts: Verdicts } | null): void
  /** Counts what Kafka has acknowledged; above a limit the source is held at once. */
  count(source: string, verdicts: Verdicts): void
  /** Would a batch of these hold a source that flows, were it all that is known? One without a good event does, whatever the limits. */
  wouldHold(verdicts: Verdicts): boolean
  /** Waits while a source is held and no probe is due. */
  turn(source: string, signal: AbortSignal): Promise<Turn>
  /** A record of `source-control.v1`, in the order of the log. */
  apply(control: SourceControl): void
  /** The log was read to its end. */
  caughtUp(): void
  sources(): { source: string; held: boolean; counts: WindowCounts }[]
}

export type BreakerOptions = {
  contract: string
  sources: readonly string[]
  limits: BreakerLimits
  /** System clock, epoch ms. */
  now(): number
  /** Told of every hold and release decided here; it must reach the log, in order. */
  decide(control: SourceControl): void
}

const PROBE_MS_MAX = 600_000

/**
 * Holds a source whose events are mostly refused, while all others flow. Decided here, true at once; written to the log, where
 * every instance and every person reads the same (the newest record wins).
 */
export const openBreaker = ({ contract, limits, now, decide, ...options }: BreakerOptions): Breaker => {
  const open = () => ({
    window: openWindow(limits),
    /** The newest record of the log. */
    told: null as SourceControl | null,
    /** Decided here and not yet read back: later in the log than anything told so far. */
    mine: [] as SourceControl[],
    lastReason: null as Reason | null,
    probe: { intervalMs: limits.probeSeconds * 1000, dueMs: 0, underWay: false },
    releasedByProbeMs: Number.NEGATIVE_INFINITY,
  })
  type State = ReturnType<typeof open>
  const states = new Map<string, State>(options.sources.map((source) => [source, open()]))
  const stateOf = (source: string): State => {
    const state = states.get(source) ?? open()
    states.set(source, state)
    return state
  }
  let ready = false
  let changed = Promise.withResolvers<void>()
  const wake = () => {
    changed.resolve()
    changed = Promise.withResolvers()
  }

  const newest = (state: State) => state.mine.at(-1) ?? state.told
  const holdOf = (state: State) => (newest(state)?.state === 'held' ? newest(state) : null)

  /** What follows from a record becoming the newest, whoever wrote it. */
  const follow = (state: State, control: SourceControl) => {
    if (control.state === 'released') {
      state.window.clear()
      if (control.by === BREAKER) state.releasedByProbeMs = now()
      else state.probe.intervalMs = limits.probeSeconds * 1000
    } else if (control.by === BREAKER) {
      const { probe } = state
      // A source that was let go and is bad again soon is tried less and less often.
      const again = now() - state.releasedByProbeMs < PROBE_MS_MAX
      probe.intervalMs = again ? doubled(probe.intervalMs) : limits.probeSeconds * 1000
      // Held long before this process began, it is due at once; a writer's clock that runs ahead must not keep it for ever.
      probe.dueMs = Math.min(now(), Date.parse(control.at)) + probe.intervalMs
      state.lastReason = control.lastReason as Reason | null // as another producer said it
    }
    wake()
  }

  const resolve = (source: string, control: Omit<SourceControl, 'source' | 'contract' | 'at' | 'by'>) => {
    const state = stateOf(source)
    const decided: SourceControl = { source, contract, at: toIso(now()), by: BREAKER, ...control }
    state.mine.push(decided)
    follow(state, decided)
    decide(decided)
  }

  const probeIsDue = (state: State) =>
    holdOf(state)?.by === BREAKER && !state.probe.underWay && now() >= state.probe.dueMs

  const breaker: Breaker = {
    ready: () => ready,
    hold: (source) => {
      const state = stateOf(source)
      const hold = holdOf(state)
      // What a probe was refused for is newer than what the record of the hold says.
      return hold?.by === BREAKER ? { ...hold, lastReason: state.lastReason ?? hold.lastReason } : hold
    },
    retryAfterSeconds: (source) => {
      const { probe } = stateOf(source)
      const waitMs =
        holdOf(stateOf(source))?.by === BREAKER ? probe.dueMs - now() : limits.probeSeconds * 1000
      return Math.max(1, Math.ceil(waitMs / 1000))
    },
    probeDue: (source) => probeIsDue(stateOf(source)),
    beginProbe: (source) => {
      const state = stateOf(source)
      if (!probeIsDue(state)) return false
      state.probe.underWay = true
      return true
    },
    endProbe: (source, outcome) => {
      const state = stateOf(source)
      const { probe } = state
      probe.underWay = false
      probe.dueMs = now() + probe.intervalMs
      // Meanwhile released, or held by a person: what was learnt is of no use.
      if (outcome && holdOf(state)?.by === BREAKER) {
        const { good, verdicts } = outcome
        if (good)
          resolve(source, {
            state: 'released',
            why: `a probe was good: ${countsOf(verdicts).rejected} of ${verdicts.length} events rejected`,
            lastReason: null,
            counts: countsOf(verdicts),
          })
        else {
          probe.intervalMs = doubled(probe.intervalMs)
          probe.dueMs = now() + probe.intervalMs
          state.lastReason = lastReasonOf(verdicts) ?? state.lastReason
        }
      }
      wake()
    },
    count: (source, verdicts) => {
      const state = stateOf(source)
      for (const [index, reasons] of verdicts.entries()) {
        if (holdOf(state)) return
        if (!state.window.add(reasons !== null)) continue
        const counts = state.window.counts()
        resolve(source, {
          state: 'held',
          why: whyOf(counts, limits),
          lastReason: lastReasonOf(verdicts.slice(0, index + 1)) ?? null,
          counts,
        })
      }
    },
    wouldHold: (verdicts) => {
      const window = openWindow(limits)
      const tripped = verdicts.map((reasons) => window.add(reasons !== null)).includes(true)
      const { events, rejected } = countsOf(verdicts)
      return tripped || rejected > limits.rejectShare * events || (events > 0 && rejected === events)
    },
    turn: async (source, signal) => {
      const state = stateOf(source)
      for (;;) {
        if (signal.aborted) return 'stopped'
        if (ready && !holdOf(state)) return 'flow'
        if (ready && breaker.beginProbe(source)) return 'probe'
        const probed = ready && holdOf(state)?.by === BREAKER && !state.probe.underWay
        await changeWithin(probed ? state.probe.dueMs - now() : null, changed.promise, signal)
      }
    },
    apply: (control) => {
      if (control.contract !== contract) return
      const state = stateOf(control.source)
      const before = newest(state)
      const echo = state.mine.findIndex((mine) => isSame(mine, control))
      state.mine.splice(0, echo + 1)
      state.told = control
      const after = newest(state)!
      if (before === null || !isSame(before, after)) follow(state, after)
    },
    caughtUp: () => {
      ready = true
      wake()
    },
    sources: () =>
      [...states].map(([source, state]) => ({
        source,
        held: holdOf(state) !== null,
        counts: state.window.counts(),
      })),
  }
  return breaker
}

const doubled = (ms: number) => Math.min(ms * 2, PROBE_MS_MAX)

const isSame = (a: SourceControl, b: SourceControl) => a.at === b.at && a.by === b.by && a.state === b.state

/** The contract of the topic bounds its texts; reasons made of odd field names may be longer. */
const short = (reason: Reason | null | undefined): Reason | null =>
  reason
    ? {
        path: reason.path.slice(0, 256),
        code: reason.code,
        message: reason.message.slice(0, 500),
      }
    : null

const lastReasonOf = (verdicts: Verdicts): Reason | null =>
  short(verdicts.findLast((reasons) => reasons !== null)?.[0])

const countsOf = (verdicts: Verdicts): WindowCounts => {
  const rejected = verdicts.filter((reasons) => reasons !== null).length
  const lastGood = verdicts.lastIndexOf(null)
  return { events: verdicts.length, rejected, rejectedInARow: verdicts.length - 1 - lastGood }
}

const whyOf = (counts: WindowCounts, limits: BreakerLimits): string =>
  `${counts.rejectedInARow} rejected in a row, ${counts.rejected} of the last ${counts.events} events; held from ${limits.inARow} in a row or above a share of ${limits.rejectShare} of ${WINDOW_EVENTS}`

/** Ends at a change, when the time is over (null: never), or at the signal. */
const changeWithin = async (waitMs: number | null, change: Promise<void>, signal: AbortSignal) => {
  const over = Promise.withResolvers<void>()
  const end = () => over.resolve()
  const timer = waitMs === null ? undefined : setTimeout(end, Math.max(0, waitMs))
  signal.addEventListener('abort', end, { once: true })
  await Promise.race([change, over.promise])
  clearTimeout(timer)
  signal.removeEventListener('abort', end)
}
