import type { RefusalCode as DeadLetterRefusalCode } from '@ioc/dead-letters/refusal.ts'

/** What this service itself says no with. */
export const PROBLEM_CODES = [
  'alert-acknowledged',
  'alert-pending',
  'alert-resolved',
  'indicator-gone',
  'kafka-away',
  'ledger-away',
  'no-such-alert',
  'no-such-cut',
  'no-such-half',
  'no-such-indicator',
  'no-such-snapshot',
  'no-such-value',
  'not-acceptable',
  'level-not-said',
  'not-in-snapshot',
  'nothing-superseded',
  'operator-key',
  'operators-unreadable',
  'publisher-away',
  'publisher-failed',
  'publisher-refuses',
  'rule-changed',
  'rule-exists',
  'rule-gone',
  'too-large',
  'too-many-viewers',
  'unknown-group',
  'unknown-indicator',
  'unknown-source',
  'wrong-parameter',

  // What the snapshot publisher says no with, handed on.
  'day-not-over',
  'nothing-changed',
] as const

/** Why a question is not answered or a thing not done: a closed set, of which the page has the words of each. */
export type ProblemCode = (typeof PROBLEM_CODES)[number] | DeadLetterRefusalCode

/** What may be wrong with one word of a question, or one field of a body. */
export const FAULT_CODES = [
  // Its shape.
  'not-among',
  'too-large',
  'too-long',
  'too-short',
  'too-small',
  'unknown-word',
  'wrong-format',
  'wrong-kind',
  'wrong-value',

  // What it names.
  'before-its-beginning',
  'no-such-cut',
  'no-such-day',
  'no-such-half',
  'no-such-month',
  'not-of-dossiers',
  'one-of-two',
  'one-scope',
  'period-not-over',
  'too-many-values',
  'unit-ceased',
  'unit-not-yet',
  'unknown-contract',
  'unknown-field',
  'unknown-group',
  'unknown-indicator',
  'unknown-level',
  'unknown-period',
  'unknown-procedure',
  'unknown-scope',
  'unknown-source',
  'unknown-tree',
  'unknown-unit',
] as const
export type FaultCode = (typeof FAULT_CODES)[number]

/** What the words of a code need: names, days, numbers that were asked for or are known here. Never a value of a record. */
export type About = Readonly<Record<string, string>>

/** One word of a question, or one field of a body, that is wrong. */
export type Fault = { parameter: string; message: string; code: FaultCode; about?: About }
