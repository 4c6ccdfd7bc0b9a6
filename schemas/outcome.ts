import type { ReasonCode } from './reason-codes.ts'

/** Why a record was not kept: where in it, a stable code for machines, and a sentence for the person who will mend it. */
export type Reason = {
  /** Dotted path inside the event: `data.dueAt`, `headers.ce_id`; empty for the record as a whole. */
  path: string
  code: ReasonCode
  /** Never repeats a value of the record: values may be personal data. */
  message: string
}

/** What became of one message. Bad data is a value; a step that throws has found a fault in us, and the offset stays. */
export type Outcome<T> =
  | { kind: 'keep'; value: T }
  | { kind: 'skip'; reason: string } // fine, but not for us
  | { kind: 'reject'; reasons: Reason[] } // goes to the dead letters, then the offset moves

export const keep = <T>(value: T): Outcome<T> => ({ kind: 'keep', value })
export const skip = (reason: string): Outcome<never> => ({ kind: 'skip', reason })
export const reject = (...reasons: Reason[]): Outcome<never> => ({ kind: 'reject', reasons })
