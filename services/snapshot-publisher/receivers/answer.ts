import type { Asked } from './door.ts'
import type { Answer, AnswerCode } from './receiver.ts'
import { readRetryAfter } from './retry-after.ts'

const TEXT_MAX = 4_000
const SAID_MAX = 200

type Heard = { httpStatus: number; text: string; retryAfterMs: number | null; bytesSent: number }

/** What every answer carries, whatever it says. */
export const heardOf = (asked: Asked, bytesSent: number, nowMs: number): Heard =>
  asked.kind === 'trouble'
    ? { httpStatus: 0, text: '', retryAfterMs: null, bytesSent }
    : {
        httpStatus: asked.status,
        text: asked.text.slice(0, TEXT_MAX),
        retryAfterMs: readRetryAfter(asked.headers['retry-after'], nowMs),
        bytesSent,
      }

export const again = (heard: Heard, code: AnswerCode, detail: string): Answer => ({
  outcome: 'again',
  code,
  detail,
  receipt: null,
  ...heard,
})

/** A permanent word about this snapshot; `receipt` where it is signed. */
export const refused = (heard: Heard, code: AnswerCode, detail: string, receipt: string | null): Answer => ({
  outcome: 'refused',
  code,
  detail,
  receipt,
  ...heard,
  ...(receipt === null ? {} : { text: '' }),
})

export const accepted = (heard: Heard, receipt: string, already = false): Answer => ({
  outcome: 'accepted',
  code: already ? 'already-accepted' : 'accepted',
  detail: already ? 'it had been accepted before' : '',
  receipt,
  ...heard,
  text: '',
})

/**
 * What a status says before the body is looked at: null where the body decides. What says nothing about the snapshot (the receiver is
 * failing, busy, elsewhere, or does not know us) holds it back and never parks it.
 */
export const byStatus = (heard: Heard): Answer | null => {
  const { httpStatus: status } = heard
  if (status === 429 || (status === 503 && heard.retryAfterMs !== null))
    return again(heard, 'busy', `the receiver is busy (${status})${asksFor(heard)}`)
  if (status >= 500 || status === 408 || status === 425)
    return again(heard, 'failing', `the receiver is failing: it answered ${status}${said(heard.text)}`)
  if (status >= 300 && status < 400)
    return again(
      heard,
      'redirect',
      `the receiver answered ${status}, a redirect; snapshots go to the address that is set and nowhere else`,
    )
  if (status === 401 || status === 403 || status === 407)
    return again(
      heard,
      'credential',
      `the receiver does not know us: it answered ${status} (NATIONAL_IOC_TOKEN_FILE, NATIONAL_IOC_TLS_CERT)`,
    )
  if (status === 404 || status === 405 || status === 421)
    return again(
      heard,
      'wrong-address',
      `the receiver answered ${status}: NATIONAL_IOC_URL does not lead to its interface`,
    )
  return null
}

/** An answer 2xx or 4xx whose body says nothing that can be believed. */
export const withoutReceipt = (heard: Heard): Answer =>
  heard.httpStatus >= 400
    ? refused(heard, 'not-taken', `the receiver answered ${heard.httpStatus}${said(heard.text)}`, null)
    : again(heard, 'no-receipt', `the receiver answered ${heard.httpStatus} without a readable receipt`)

const asksFor = ({ retryAfterMs }: Heard) =>
  retryAfterMs === null ? '' : ` and asks to wait ${Math.ceil(retryAfterMs / 1000)} s`

/** The sentence of a problem document (RFC 9457), where the answer is one. */
const said = (text: string): string => {
  const json = jsonOf(text) as { detail?: unknown; message?: unknown } | null
  const sentence = json?.detail ?? json?.message
  return typeof sentence === 'string' && sentence !== '' ? `: ${sentence.slice(0, SAID_MAX)}` : ''
}

/** Null where the text is no JSON: HTML, nothing, half an answer. */
export const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null // whatever it is, it is no answer of the interface
  }
}
