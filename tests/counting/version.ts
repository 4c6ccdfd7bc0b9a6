import { createHash } from 'node:crypto'
import { contractById } from '@ioc/schemas'
import { instantMs } from './time.ts'
import type { Data, Told } from './told.ts'

/** What orders the versions of a subject (design §4): instant, sequence, and the content's hash where those are the same. */
export type Version = { recordedAtMs: number; sequence: number; contentHash: bigint }

/** First 64 bits of SHA-256 over the event's own columns as JSON, whether it is voided, and what no contract knows of it. */
const contentHashOf = ({ topic, data, extra }: Told): bigint => {
  const contract = contractById.get(topic)!
  const parsed = contract.data.parse(data)
  const own = JSON.stringify(contract.row(parsed)).slice(1, -1)
  const text = `${own}${parsed.voided}${extra === null ? '' : JSON.stringify(extra)}`
  return BigInt(`0x${createHash('sha256').update(text).digest('hex').slice(0, 16)}`)
}

const known = new WeakMap<Told, Version>()

export const versionOf = (told: Told): Version => {
  const before = known.get(told)
  if (before) return before
  const { recordedAt, sequence } = told.data!
  const version = { recordedAtMs: instantMs(recordedAt), sequence, contentHash: contentHashOf(told) }
  known.set(told, version)
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

/** A subject's code inside its issuing system. */
export const codeOf = (data: Data): string =>
  String(data.dossierCode ?? data.feedbackCode ?? data.responseCode ?? data.figureCode)

export const subjectOf = ({ data }: Told): string => `${data!.issuingSystem}/${codeOf(data!)}`
