/** Why an attempt to deliver a snapshot settled nothing, or what it settled: a closed set, the same for every national system. */
export const ANSWER_CODES = [
  'accepted',
  'already-accepted',
  // Permanent: the snapshot is parked.
  'refused', // a signed or coded word about this snapshot
  'revoked-key', // the key that signed it has been revoked: no repeat helps, and what supersedes it goes past it
  'not-taken', // an answer 4xx about the request, without a receipt
  // Nothing is known, or it is not about this snapshot: tried again.
  'away', // no connection
  'certificate', // no trust in its certificate, or it has none in ours
  'credential', // token, address or agency id are not accepted
  'timeout',
  'cut-off', // half an answer
  'too-large',
  'redirect',
  'wrong-address', // 404, 405: the address is not that of the interface
  'busy', // 429, or 503 with Retry-After
  'failing', // 5xx
  'no-receipt', // HTML, nothing, something else
  'receipt-elsewhere', // a receipt of another snapshot, or of another digest
  'receipt-signature',
  'keys-away', // the receiver's keys cannot be had, so its receipt cannot be checked
  'unknown-key', // the receiver does not know our key yet
  'missing-revision', // the receiver lacks the revision before this one
] as const
export type AnswerCode = (typeof ANSWER_CODES)[number]
