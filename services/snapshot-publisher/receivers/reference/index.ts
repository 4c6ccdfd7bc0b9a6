import type { Receipt } from '@ioc/schemas/receipt/index.ts'
import { kidOf, verifyReceipt } from '@ioc/snapshot'
import { accepted, again, byStatus, heardOf, refused, withoutReceipt } from '../answer.ts'
import type { Door } from '../door.ts'
import type { Answer, Parcel, Receiver } from '../receiver.ts'
import { openReceiverKeys } from './keys.ts'
import { receiptIn } from './receipt.ts'

/** Refusals that pass: an earlier revision, or our new key, may reach the receiver first. */
const PASSING = { 'missing-revision': 'missing-revision', 'unknown-key': 'unknown-key' } as const

/**
 * The reference receiver (design §6): PUT of the artefact as it is, answered with a signed receipt. Only a receipt whose digest, name and
 * signature are right settles anything; the same again gets the same receipt, so "already accepted" is accepted.
 * `jwks`: file with the receiver's keys; its own `/.well-known/jwks.json` where none is given.
 */
export const openReference = (
  door: Door,
  options: { jwks: string | undefined; now: () => number },
): Receiver => {
  const { now } = options
  const keys = openReceiverKeys(door, options.jwks, now)

  const judge = async (
    receipt: Receipt,
    text: string,
    heard: ReturnType<typeof heardOf>,
    signal: AbortSignal,
  ) => {
    const jwks = await keys.knowing(kidOf(receipt.signature) ?? '', signal)
    if (!jwks)
      return again(heard, 'keys-away', 'the receiver’s keys cannot be had, so its receipt cannot be checked')
    const verdict = await verifyReceipt(receipt, jwks)
    if (verdict.kind === 'wrong')
      return again(heard, 'receipt-signature', `the receipt is not signed rightly: ${verdict.reason}`)
    if (receipt.status === 'accepted') return accepted(heard, text, heard.httpStatus !== 201)
    const passing = receipt.refused.map(({ code }) => PASSING[code as keyof typeof PASSING]).find(Boolean)
    if (passing) return again(heard, passing, `the receiver waits: ${passing}`)
    if (receipt.refused.some(({ code }) => code === 'revoked-key'))
      return refused(heard, 'revoked-key', withRevokedKey(receipt), text)
    return refused(heard, 'refused', inWords(receipt), text)
  }

  const send = async (parcel: Parcel, bytes: Buffer, signal: AbortSignal): Promise<Answer> => {
    const path = `/v1/snapshots/${parcel.group}/${parcel.date}/${parcel.revision}`
    const headers = { 'content-type': 'application/json', 'idempotency-key': parcel.key }
    const asked = await door.ask({ method: 'PUT', path, headers, body: bytes }, signal)
    const heard = heardOf(asked, bytes.length, now())
    if (asked.kind === 'trouble') return again(heard, asked.code, asked.detail)
    const held = byStatus(heard)
    if (held) return held
    const read = receiptIn(asked.text, parcel)
    if (read.kind === 'elsewhere') return again(heard, 'receipt-elsewhere', read.detail)
    if (read.kind === 'receipt') return judge(read.receipt, asked.text, heard, signal)
    // A conflict told without a receipt: perhaps only a duplicate. The receiver's own word about what it holds decides.
    if (asked.status === 409) {
      const kept = await door.ask({ method: 'GET', path: `${path}/receipt` }, signal)
      const there = kept.kind === 'answer' && kept.status === 200 ? receiptIn(kept.text, parcel) : null
      if (kept.kind === 'answer' && there?.kind === 'receipt' && there.receipt.status === 'accepted')
        return judge(there.receipt, kept.text, heard, signal)
    }
    return withoutReceipt(heard)
  }

  return { name: `reference ${door.url}`, send, close: door.close }
}

const withRevokedKey = ({ group, date }: Receipt): string =>
  `revoked-key: the key that signed it has been revoked, and its bytes are never signed anew. Publish the next revision, which goes past it: npm run snapshots -- publish ${date} --group ${group} --reason "…"`

const inWords = ({ refused: [first, ...others] }: Receipt): string =>
  `${first!.code}: ${first!.reason}${others.length > 0 ? ` (and ${others.length} more)` : ''}`
