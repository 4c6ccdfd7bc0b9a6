import { BREAKER, type SourceControl } from '@ioc/schemas/control/source-control.ts'
import type { Breaker, Verdicts } from './breaker.ts'
import type { Refusal } from './refusal.ts'

/** The way of one body past the breaker. */
export type Passage = {
  /**
   * What the edge said of its events. A probe is good by the same rule as that of a source that is pulled: it would not hold a
   * source that flows. One that is not good is refused, and nothing of it is kept; of a good one the rejects are sealed as ever.
   */
  judge(verdicts: Verdicts): Refusal | null
  /** Kafka has it: a good probe releases, and every event counts. */
  sent(verdicts: Verdicts): void
  /** Must be called at the end, whatever happened. */
  leave(): void
}

const UNKNOWN_YET: Refusal = {
  status: 503,
  title: 'Not ready',
  detail:
    'Whether this source is held is not known yet (source-control.v1 is being read); send this body again after the time in Retry-After.',
  retryAfterSeconds: 2,
  more: { code: 'holds-unknown' },
}

/** Why a source is held and how that ends, for the person at the other side. */
const heldRefusal = (hold: SourceControl, retryAfterSeconds: number): Refusal => {
  const { source, contract, at, by, why, lastReason } = hold
  const reason = lastReason
    ? ` Last reason: ${lastReason.code} at ${lastReason.path || 'the event as a whole'}: ${lastReason.message}.`
    : ''
  const byItself =
    by === BREAKER
      ? 'a body sent after the time in Retry-After is tried, and if no more of its events are refused than of a source that flows it is kept and the source is released; or '
      : ''
  return {
    status: 503,
    title: 'Source is held',
    detail: `${source} (${contract}) is held since ${at} by ${by}: ${why}.${reason} Nothing of this body was kept; send it again. It ends so: ${byItself}a person runs npm run source -- release ${source} --why "…".`,
    retryAfterSeconds,
    more: { code: 'source-held', source, contract, heldSince: at, heldBy: by, why, lastReason },
  }
}

/** Where bodies meet the breaker: those of a held source are turned away, now and then one is let through to be judged. */
export const openGate = (breaker: Breaker) => {
  const refusalOf = (source: string): Refusal | null => {
    const hold = breaker.hold(source)
    return hold && heldRefusal(hold, breaker.retryAfterSeconds(source))
  }

  return {
    /** The refusal of a word that is no event, and so cannot be a probe: a held source says nothing of itself. */
    held: (source: string): Refusal | null => (breaker.ready() ? refusalOf(source) : UNKNOWN_YET),
    /** The refusal of whoever may speak for these sources alone, if it is clear without looking at the body. */
    shut: (sources: ReadonlySet<string>): Refusal | null => {
      if (!breaker.ready()) return UNKNOWN_YET
      const [only] = sources
      return sources.size === 1 && !breaker.probeDue(only!) ? refusalOf(only!) : null
    },
    /** @param sourceOfEach the source of every event of the body, in its order */
    enter: (sourceOfEach: readonly string[]): Passage | Refusal => {
      const sources = [...new Set(sourceOfEach)]
      const held = sources.filter((source) => breaker.hold(source) !== null)
      const closed = held.find((source) => !breaker.probeDue(source))
      if (closed !== undefined) return refusalOf(closed)!
      const probed = new Set(held.filter((source) => breaker.beginProbe(source)))
      const verdictsOf = (source: string, verdicts: Verdicts) =>
        verdicts.filter((_, index) => sourceOfEach[index] === source)
      const end = (source: string, outcome: Parameters<Breaker['endProbe']>[1]) => {
        probed.delete(source)
        breaker.endProbe(source, outcome)
      }
      return {
        judge: (verdicts) => {
          const bad = [...probed].filter((source) => breaker.wouldHold(verdictsOf(source, verdicts)))
          for (const source of bad) end(source, { good: false, verdicts: verdictsOf(source, verdicts) })
          return bad.length > 0 ? refusalOf(bad[0]!) : null
        },
        sent: (verdicts) => {
          for (const source of [...probed])
            end(source, { good: true, verdicts: verdictsOf(source, verdicts) })
          for (const source of sources) breaker.count(source, verdictsOf(source, verdicts))
        },
        leave: () => {
          for (const source of [...probed]) end(source, null)
        },
      }
    },
  }
}
