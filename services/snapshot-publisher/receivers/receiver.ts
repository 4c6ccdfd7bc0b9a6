import type { AnswerCode } from '@ioc/snapshot/answer-codes.ts'

export type { AnswerCode }

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
