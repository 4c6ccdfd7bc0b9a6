/**
 * Every code a record can be rejected with. A closed list: one that is not here does not compile where a reason is made, and one
 * without its word does not compile on the page. A code that was once in a ledger is never taken out.
 */
export const REASON_CODES = [
  'answer-out-of-scale',
  'before-1970',
  'beyond-2100',
  'closed-before-received',
  'closed-while-open',
  'corrupt-batch',
  'duplicate-key',
  'finished-before-received',
  'from-the-future',
  'header-too-long',
  'missing-attribute',
  'missing-field',
  'missing-finished',
  'missing-header',
  'missing-numerator',
  'missing-printed',
  'missing-processed',
  'missing-received',
  'more-reasons',
  'no-value',
  'not-an-event',
  'not-an-object',
  'not-exact',
  'not-json',
  'not-readable',
  'not-sealed',
  'not-utf8',
  'out-of-range',
  'period-ends-before-it-begins',
  'personal-data',
  'processed-before-received',
  'published-before-processed',
  'rejected-at-the-edge',
  'returned-before-finished',
  'too-deep',
  'too-precise',
  'unknown-field',
  'unknown-procedure',
  'unknown-question',
  'unknown-questionnaire',
  'unknown-type',
  'unknown-unit',
  'unknown-value',
  'vietnamese-number',
  'would-be-skipped',
  'wrong-day',
  'wrong-format',
  'wrong-instant',
  'wrong-specversion',
  'wrong-type',
  'wrong-value',
] as const
export type ReasonCode = (typeof REASON_CODES)[number]

const known: ReadonlySet<string> = new Set(REASON_CODES)

/** Codes also come from outside: from the rule of a schema, or from a header anyone may write. */
export const isReasonCode = (code: unknown): code is ReasonCode => typeof code === 'string' && known.has(code)
