import type { Attempt } from './attempts.ts'

/**
 * How a snapshot stands with the national IOC: a closed set.
 * - `waiting`: not sent yet, or tried again at `nextAttemptAtMs`
 * - `behind`: a revision of its date before it is parked, and it supersedes that one
 * - `refused`: parked, with its reason in `parked`; a person sends it again or publishes a further revision
 */
export const DELIVERY_STATES = ['waiting', 'behind', 'accepted', 'refused'] as const
export type DeliveryState = {
  state: (typeof DELIVERY_STATES)[number]
  /** Why it is parked. */
  parked: string | null
  /** What the last attempt said. */
  detail: string | null
  attempts: number
  nextAttemptAtMs: number | null
}

/** What the attempts of one snapshot add up to. */
export type Standing = {
  settled: 'accepted' | 'refused' | null
  code: Attempt['code']
  detail: string | null
  attempts: number
  /** In a row, since the last word of a person. */
  failures: number
  notBeforeMs: number
  /** The receiver itself asked to wait until then. */
  asked: boolean
}

export const untried: Standing = {
  settled: null,
  code: '',
  detail: null,
  attempts: 0,
  failures: 0,
  notBeforeMs: 0,
  asked: false,
}

/**
 * One attempt more. Accepted stays accepted and beats refused, whatever a second publisher was told meanwhile; only a person's word
 * (`resend`) begins anew.
 */
export const after = (standing: Standing, attempt: Attempt): Standing => {
  const { outcome, code, detail } = attempt
  if (outcome === 'resend') return { ...untried, attempts: standing.attempts }
  const attempts = standing.attempts + 1
  if (standing.settled === 'accepted') return { ...standing, attempts }
  if (outcome === 'accepted' || (outcome === 'refused' && standing.settled === null))
    return { ...untried, attempts, settled: outcome, code, detail }
  if (standing.settled === 'refused') return { ...standing, attempts }
  return {
    settled: null,
    code,
    detail,
    attempts,
    failures: standing.failures + 1,
    notBeforeMs: attempt.nextAttemptAtMs ?? 0,
    asked: attempt.retryAfterMs > 0,
  }
}
