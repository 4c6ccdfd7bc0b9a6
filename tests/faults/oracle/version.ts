import { createHash } from 'node:crypto'
import { contractById } from '@ioc/schemas'
import type { Sending } from '../input/event.ts'
import { codeOf } from '../input/subjects.ts'

/** What orders the versions of a subject (design §4): instant, sequence, and the content's hash where those are the same. */
export type Version = { recordedAtMs: number; sequence: number; contentHash: bigint }

/** Epoch milliseconds of an instant as it is written; a bare day is its last millisecond in Asia/Ho_Chi_Minh. */
export const instantMs = (text: string): number =>
  text.length === 10 ? Date.parse(`${text}T23:59:59.999+07:00`) : Date.parse(text)

/** First 64 bits of SHA-256 over the event's own columns as JSON, whether it is voided, and what no contract knows of it. */
const contentHashOf = ({ topic, data, extra }: Sending): bigint => {
  const contract = contractById.get(topic)!
  const parsed = contract.data.parse(data)
  const own = JSON.stringify(contract.row(parsed)).slice(1, -1)
  const text = `${own}${parsed.voided}${extra === null ? '' : JSON.stringify(extra)}`
  return BigInt(`0x${createHash('sha256').update(text).digest('hex').slice(0, 16)}`)
}

const known = new WeakMap<Sending, Version>()

export const versionOf = (sending: Sending): Version => {
  const before = known.get(sending)
  if (before) return before
  const { recordedAt, sequence } = sending.data!
  const version = { recordedAtMs: instantMs(recordedAt), sequence, contentHash: contentHashOf(sending) }
  known.set(sending, version)
  return version
}

export const isNewer = (a: Version, b: Version): boolean =>
  a.recordedAtMs !== b.recordedAtMs
    ? a.recordedAtMs > b.recordedAtMs
    : a.sequence !== b.sequence
      ? a.sequence > b.sequence
      : a.contentHash > b.contentHash

export const versionText = ({ recordedAtMs, sequence, contentHash }: Version): string =>
  `${recordedAtMs}/${sequence}/${contentHash}`

export const subjectOf = ({ data }: Sending): string => `${data!.issuingSystem}/${codeOf(data!)}`
