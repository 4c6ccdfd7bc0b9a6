/** A snapshot to be delivered, by name; its bytes are the outbox's. */
export type Parcel = {
  key: string
  group: string
  date: string
  revision: number
  /** Of the body: names the bytes that are sent. */
  digest: string
  appendedAtMs: number
}

/** Why an attempt settled nothing, or what it settled: a closed set, the same for every national system. */
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

/** What came of one attempt. */
export type Answer = {
  /** `again`: nothing is known, or the answer is not about this snapshot; repeating is harmless. */
  outcome: 'accepted' | 'refused' | 'again'
  code: AnswerCode
  /** One sentence for a person. */
  detail: string
  /** 0 where there was no answer. */
  httpStatus: number
  /** The text of a receipt that is right, as it came. */
  receipt: string | null
  /** Any other answer's text, cut. */
  text: string
  /** Asked for by the receiver. */
  retryAfterMs: number | null
  bytesSent: number
}

/** A national system as delivery sees it. One folder each, beside this file. */
export type Receiver = {
  /** Its name in the table `delivery`: adapter and address. */
  name: string
  /** Sends one snapshot and judges the answer. Throws nothing: what goes wrong is an answer. */
  send(parcel: Parcel, bytes: Buffer, signal: AbortSignal): Promise<Answer>
  close(): void
}
