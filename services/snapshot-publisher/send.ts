import { receipt as receiptSchema } from '@ioc/schemas/receipt/index.ts'
import { type Jwks, readJwks, verifyReceipt } from '@ioc/snapshot'
import type { Posted } from './outbox.ts'

/** What came of one attempt. `again`: no answer, or one that says later; nothing is known, and repeating is harmless. */
export type Answer = {
  outcome: 'accepted' | 'refused' | 'again'
  httpStatus: number
  /** The receipt's text as it came, where its signature and digest are right. */
  receipt: string | null
  detail: string
  retryAfterMs: number | null
}

const ANSWER_MS_MAX = 30_000
const NOT_FINAL = new Set(['missing-revision', 'unknown-key'])

/** Sends one snapshot (design §6) and judges the answer: only a receipt whose digest and signature are right settles anything. */
export const sendSnapshot = async (
  posted: Posted,
  bytes: Buffer,
  nationalIocUrl: string,
  signal: AbortSignal,
): Promise<Answer> => {
  const { group, date, revision } = posted
  const again = (httpStatus: number, detail: string, retryAfterMs: number | null = null): Answer => ({
    outcome: 'again',
    httpStatus,
    receipt: null,
    detail,
    retryAfterMs,
  })
  let response: Response
  let text: string
  try {
    response = await fetch(`${nationalIocUrl}/v1/snapshots/${group}/${date}/${revision}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'idempotency-key': posted.key },
      body: new Uint8Array(bytes),
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS_MAX)]),
    })
    text = await response.text()
  } catch (error) {
    const { cause, message } = error as Error & { cause?: { code?: string } }
    return again(0, cause?.code ?? message)
  }
  const seconds = Number(response.headers.get('retry-after'))
  const later = Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null
  if (response.status >= 500 || response.status === 429)
    return again(response.status, `answered ${response.status}`, later)
  const receipt = readReceipt(text)
  if (!receipt) return again(response.status, `answered ${response.status} without a readable receipt`, later)
  if (
    receipt.digest !== posted.digest ||
    receipt.group !== group ||
    receipt.date !== date ||
    receipt.revision !== revision
  )
    return again(
      response.status,
      'the receipt is for something else: its digest or name differs from what was sent',
    )
  const keys = await keysOf(nationalIocUrl, signal)
  if (!keys)
    return again(response.status, 'the receiver’s keys cannot be read, so its receipt cannot be checked')
  const verdict = await verifyReceipt(receipt, keys)
  if (verdict.kind === 'wrong')
    return again(response.status, `the receipt is not signed rightly: ${verdict.reason}`)
  // The receiver judges these again at each attempt: an earlier revision or our new key may reach it first.
  const waitsFor = receipt.refused.find((r) => NOT_FINAL.has(r.code))
  if (receipt.status === 'refused' && waitsFor)
    return again(response.status, `the receiver waits: ${waitsFor.code}`)
  return {
    outcome: receipt.status,
    httpStatus: response.status,
    receipt: text,
    detail: receipt.refused.map((r) => r.code).join(', '),
    retryAfterMs: null,
  }
}

const readReceipt = (text: string) => {
  try {
    return receiptSchema.parse(JSON.parse(text))
  } catch {
    return null // HTML, half an answer, another schema: no receipt, whatever it is
  }
}

const keysOf = async (nationalIocUrl: string, signal: AbortSignal): Promise<Jwks | null> => {
  try {
    const response = await fetch(`${nationalIocUrl}/.well-known/jwks.json`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS_MAX)]),
    })
    return response.ok ? readJwks(await response.json()) : null
  } catch {
    return null // as good as no keys; tried again with the next attempt
  }
}
